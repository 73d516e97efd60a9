"""Compose the commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lanxun.bar import Bar

DEMO_DIR = Path(__file__).resolve().parent.parent / "data" / "cities" / "demo"
DEMO_SEED = 20261208


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time; write 2026-12-08T08:00") from None


def _init(options: argparse.Namespace) -> int:
    from pipelines.intake.newcity import begin

    city = begin(options.city_dir, files=options.files, name=options.name)
    for path in city.paths:
        print(f"写好了 {path}；请核对标有“待确认”的行。")
    print(f"核对后运行：lanxun build {options.city_dir} --raw {city.raw_dir}")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from pipelines.demo.write import write

    bar = Bar()
    write(options.city_dir, seed=options.seed, progress=bar)
    bar.close()
    print(f"演示数据已写入 {options.city_dir / 'raw'}。")
    return 0


def _options(options: argparse.Namespace, *, ledger_export: Path | None) -> object:
    from pipelines.build import Options

    return Options(
        raw_dir=options.raw,
        as_of_at=options.as_of,
        known_at=options.known_at,
        engine=options.engine,
        memory_limit_gb=options.memory_limit_gb,
        threads=options.threads,
        is_full=options.full,
        ledger_export=ledger_export,
    )


def _decisions(city: object) -> Path | None:
    """Export the ledger for the build that follows; None for a city without one."""
    from dashboard import settings
    from pipelines.city import City

    assert isinstance(city, City)
    told = settings.load(city.folder)
    if not told.has_ledger:
        return None
    from supervision.ledger.export import refreshed

    folder, note = refreshed(told.ledger_url, city.work_dir / "ledger")
    if note is not None:
        print(f"注意：{note}")
    return folder


def _build(options: argparse.Namespace) -> int:
    from pipelines import city
    from pipelines.build import Options, build

    bar = Bar()
    place = city.load(options.city_dir)
    chosen = _options(options, ledger_export=_decisions(place))
    assert isinstance(chosen, Options)
    try:
        result = build(place, options=chosen, now=datetime.now(UTC).replace(tzinfo=None), progress=bar)
    finally:
        bar.close()
    for note in result.notes:
        print(f"注意：{note}")
    if result.late_stations:
        print(f"迟报站点 {len(result.late_stations)} 个：" + "；".join(result.late_stations[:20]))
    if options.verbose:
        for step in result.steps:
            print(f"{step.wall_s:8.2f} s  {step.rows:>10,}  {step.action:<9} {step.table}")
    print(f"已发布 {result.build.path}（数据时间 {result.as_of_at:%Y-%m-%d %H:%M}）。")
    return 0


def _check(options: argparse.Namespace) -> int:
    from pipelines import checks, city, warehouse
    from pipelines.errors import CheckError

    with warehouse.connect(city.load(options.city_dir).warehouse_dir) as con:
        sentences = checks.broken(con)
    if sentences:
        raise CheckError("; ".join(sentences))
    print("全部检查通过。")
    return 0


def _audit(options: argparse.Namespace) -> int:
    from dashboard import settings
    from pipelines import city
    from pipelines.errors import CheckError
    from supervision.ledger import audit
    from supervision.ledger.engine import open_ledger
    from supervision.ledger.export import anchor

    place = city.load(options.city_dir)
    told = settings.load(place.folder)
    if not told.has_ledger:
        print("这个城市还没有台账。")
        return 0
    ledger = open_ledger(told.ledger_url)
    verdict = audit.verify(ledger, anchor=anchor(place.work_dir / "ledger"))
    drifted = audit.drifted(ledger)
    ledger.close()
    if not verdict.is_whole:
        raise CheckError(f"the audit breaks at line {verdict.broken_seq} ({verdict.fault}); {verdict.lines} lines before it are sound")
    if drifted:
        raise CheckError(f"{len(drifted)} rows are not as the audit left them: {', '.join(drifted[:20])}")
    print(f"审计链完整：{verdict.lines} 行，末行 {verdict.head}。")
    return 0


def _publish_public(options: argparse.Namespace) -> int:
    from dashboard import settings
    from pipelines import city
    from pipelines.disclosure.publish import Publisher, publish
    from pipelines.disclosure.signoffs import Signoffs

    signoffs = Signoffs(drafted_by=options.drafted_by, reviewed_by=options.reviewed_by, approved_by=options.approved_by)
    chosen = city.load(options.city_dir)
    bodies = settings.load(options.city_dir).bodies
    publisher = Publisher(bureau=bodies.get("bureau", ""), contact=bodies.get("public_contact", ""))
    now = datetime.now(UTC).replace(tzinfo=None)
    done = publish(chosen, signoffs=signoffs, publisher=publisher, now=now, build_id=options.build)
    print(f"已公布 {done.path}：{len(done.rows)} 张表，{len(done.checks)} 项检查全部通过，信访件数 {done.withheld} 格不公布。")
    print(f"披露报告：{done.report}")
    return 0


def _brief(options: argparse.Namespace) -> int:
    import logging

    from dashboard import settings
    from dashboard.internal import papers
    from dashboard.internal.reading import ledger as ledgers
    from dashboard.internal.reading import warehouse
    from dashboard.paper import bulletin as bulletins
    from dashboard.wording import Wording
    from pipelines import city

    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns of every page that is none
    chosen, said, wording = city.load(options.city_dir), settings.load(options.city_dir), Wording()
    build = warehouse.published(chosen.folder, options.build) if options.build else warehouse.current(chosen.folder)
    source = papers.source(chosen, said, build, wording, ledgers.open_for(said) if said.has_ledger else None)
    given = (options.drafted_by, options.reviewed_by, options.issued_by)
    source = replace(source, signers=tuple(name or signed for name, signed in zip(given, source.signers, strict=True)))
    folder = options.out or chosen.folder / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    bar = Bar()
    for done, (kind, (make, _, label)) in enumerate(papers.PAPERS.items()):
        bar(wording(label), done, len(papers.PAPERS))
        path = folder / f"{build.build_id}-{kind}"
        path.write_bytes(make(source))
        print(f"写好了 {path}")
    bar.close()
    text = folder / f"{build.build_id}-bulletin.txt"
    text.write_text(bulletins.plain(papers.bulletin(source)) + "\n", encoding="utf-8")
    print(f"写好了 {text}")
    return 0


def _basemap(options: argparse.Namespace) -> int:
    from pipelines.basemap import convert

    made = convert(options.city_dir)
    for layer in made.skipped:
        print(f"注意：看不出“{layer}”是道路、水系还是行政区划，未采用；请改图层名后再来。")
    names = {"roads": "道路", "water": "水系", "districts": "行政区划"}
    counted = "，".join(f"{names[kind]} {count:,}" for kind, count in made.features.items())
    print(f"底图已写入 {made.path}（{counted}）。")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from dashboard.serve import serve_internal

    serve_internal(options.city_dir, host=options.host, port=options.port)
    return 0


def _serve_public(options: argparse.Namespace) -> int:
    from dashboard.serve import serve_public

    serve_public(options.city_dir, host=options.host, port=options.port)
    return 0


def _command(commands: object, name: str, run: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)  # type: ignore[attr-defined]
    parser.set_defaults(run=run)
    return parser


def _offer_publishing(commands: object) -> None:
    publishing = _command(commands, "publish-public", _publish_public, "由已发布的数据仓库生成、审核并公布公众数据")
    publishing.add_argument("city_dir", type=Path)
    for option, role in (("--drafted-by", "拟稿"), ("--reviewed-by", "审核"), ("--approved-by", "批准")):
        publishing.add_argument(option, default=None, metavar="姓名", help=f"{role}人；三人缺一不可，且不得为同一人")
    publishing.add_argument("--build", default=None, metavar="ID", help="由哪一次构建公布（默认当前的）")


def _add_brief(commands: object) -> None:
    briefing = _command(commands, "brief", _brief, "写出研判日报（Word、PDF）与08时快报（图片、文字）")
    briefing.add_argument("city_dir", type=Path, nargs="?", default=DEMO_DIR)
    briefing.add_argument("--build", default=None, help="数据版本（默认当前版本）")
    briefing.add_argument("--out", type=Path, default=None, help="写到哪个文件夹（默认 CITY_DIR/papers）")
    briefing.add_argument("--drafted-by", default="", help="拟稿人（默认取台账中的签署）")
    briefing.add_argument("--reviewed-by", default="", help="审核人")
    briefing.add_argument("--issued-by", default="", help="签发人")


def parser() -> argparse.ArgumentParser:
    """The whole command line; every option here is in the README."""
    main_parser = argparse.ArgumentParser(prog="lanxun", description="蓝巡：从一个局的文件到一个可核对的数据仓库。")
    commands = main_parser.add_subparsers(required=True, metavar="命令")
    init = _command(commands, "init", _init, "由已有文件起草 city.toml 与 feeds.toml")
    init.add_argument("city_dir", type=Path)
    init.add_argument("files", type=Path, nargs="+", help="原始文件或文件夹")
    init.add_argument("--name", default=None, help="城市名称（默认用文件夹名）")
    demo = _command(commands, "demo", _demo, "写出演示城市的原始文件（演示数据）")
    demo.add_argument("city_dir", type=Path, nargs="?", default=DEMO_DIR)
    demo.add_argument("--seed", type=int, default=DEMO_SEED)
    building = _command(commands, "build", _build, "由原始文件构建并发布数据仓库")
    building.add_argument("city_dir", type=Path)
    building.add_argument("--raw", type=Path, default=None, help="原始文件夹（默认 CITY_DIR/raw）")
    building.add_argument("--as-of", type=_moment, default=None, help="隐藏此刻之后的事实（默认最近一次观测）")
    building.add_argument("--known-at", type=_moment, default=None, help="隐藏此刻之后才收到的文件与更正（默认不隐藏）")
    building.add_argument("--engine", choices=("duckdb", "sail", "spark"), default="duckdb")
    building.add_argument("--memory-limit-gb", type=float, default=3.0)
    building.add_argument("--threads", type=int, default=2)
    building.add_argument("--full", action="store_true", help="不沿用上一版的表，全部重算")
    building.add_argument("--verbose", action="store_true", help="逐表列出行数与用时")
    checking = _command(commands, "check", _check, "对已发布的数据仓库再跑一遍检查")
    checking.add_argument("city_dir", type=Path)
    auditing = _command(commands, "audit", _audit, "核对台账的审计链，指出第一处被改动的行")
    auditing.add_argument("city_dir", type=Path)
    _offer_publishing(commands)
    _add_brief(commands)
    grounding = _command(commands, "basemap", _basemap, "由 CITY_DIR/basemap/*.gpkg 制作离线底图")
    grounding.add_argument("city_dir", type=Path)
    for name, run, port, text in (
        ("serve", _serve, 8501, "打开内部页面（仅本机，单人）"),
        ("serve-public", _serve_public, 8502, "打开公众页面"),
    ):
        serving = _command(commands, name, run, text)
        serving.add_argument("city_dir", type=Path, nargs="?", default=DEMO_DIR)
        serving.add_argument("--host", default="127.0.0.1")
        serving.add_argument("--port", type=int, default=port)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 nothing published because a check failed, 2 input or configuration cannot be used."""
    from pipelines.errors import BusyError, CheckError, LanxunError

    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (CheckError, BusyError) as fault:
        print(f"lanxun: {fault}", file=sys.stderr)
        return 1
    except LanxunError as fault:
        print(f"lanxun: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("lanxun: 已中断；已发布的版本未变，可以重新运行。", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
