"""How the public pages look: one column on a phone, cards side by side on a desk."""

STYLE = """<style>
.stMainBlockContainer { padding: 1rem 1rem 3rem; max-width: 1160px; }
[data-testid="stHeader"] { display: none; }
h1 { font-size: 26px !important; line-height: 1.35 !important; padding: .2rem 0 .2rem !important; }
h2.part { font-size: 21px; line-height: 1.4; margin: 18px 0 4px; padding: 0; scroll-margin-top: 12px; }
.demo { background: #fff4d6; color: #4a3200; border: 1px solid #d9a400; border-radius: 6px; padding: 6px 12px; font-weight: 600; }
:root { --card: #ffffff08; }
.quiet { font-size: 14px; line-height: 1.6; opacity: .82; margin: 2px 0; overflow-wrap: anywhere; }
nav.parts { display: flex; flex-wrap: wrap; gap: 6px 8px; margin: 4px 0 2px; }
nav.parts a { color: inherit; text-decoration: none; border-radius: 999px;
  border: 1px solid color-mix(in srgb, currentColor 30%, transparent); padding: 6px 14px; font-size: 15px; line-height: 1.4; }
nav.parts a:hover, nav.parts a:focus-visible { border-color: currentColor; text-decoration: underline; }
.air { display: grid; grid-template-columns: 1fr; gap: 14px; }
.now { border-radius: 14px; overflow: hidden; border: 1px solid color-mix(in srgb, currentColor 22%, transparent); overflow-wrap: anywhere;
  background: var(--card); }
.now .figure { display: flex; align-items: baseline; flex-wrap: wrap; gap: 2px 16px; margin: 0; padding: 12px 18px; }
.now .figure b { font-size: 64px; line-height: 1.1; font-weight: 700; }
.now .figure span { font-size: 30px; font-weight: 700; }
.now .figure.none { background: #e3e8ee; color: #13233a; }
.now .said { padding: 10px 18px 14px; }
.now p { margin: 4px 0; line-height: 1.6; font-size: 16px; }
.now p.where { font-size: 17px; font-weight: 600; margin: 0; padding: 10px 18px; }
.now .advice { font-size: 18px; font-weight: 600; }
ul.six, ul.legend { margin: 10px 0 0 !important; padding: 0 !important; list-style: none; display: grid; gap: 6px; }
ul.six li, ul.legend li { margin: 0 !important; padding: 4px 8px; line-height: 1.35; }
.six { grid-template-columns: repeat(3, 1fr); }
.six li { border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 8px; }
.six small { display: block; font-size: 13px; } .six b { font-size: 18px; }
.box { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 12px; padding: 12px 14px;
  background: var(--card); }
.box h3 { font-size: 17px; margin: 0 0 8px; padding: 0; }
.side { display: grid; gap: 14px; align-content: start; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(96px, 1fr)); gap: 8px; }
.tile { border-radius: 10px; overflow: hidden; border: 1px solid color-mix(in srgb, currentColor 22%, transparent); }
.tile { font-size: 14px; line-height: 1.45; }
.tile > div { padding: 4px 9px; } .tile b { font-size: 21px; line-height: 1.35; white-space: nowrap; letter-spacing: -.02em; }
.days { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 4px; text-align: center; font-size: 12px; line-height: 1.4; }
.days b { display: block; font-size: 19px; line-height: 1.5; border-radius: 7px; }
.legend { grid-template-columns: repeat(3, 1fr); }
.legend li { padding: 0 !important; font-size: 14px; }
.legend b { display: block; }
.legend i { display: block; height: 12px; border-radius: 4px; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.scroll { overflow-x: auto; }
table.data { border-collapse: collapse; width: 100%; font-size: 15px; line-height: 1.45; }
table.data th, table.data td { border: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent); padding: 7px 8px; text-align: left;
  vertical-align: top; color: inherit; }
table.data th { font-size: 14px; font-weight: 600; white-space: nowrap; }
table.data td.day { white-space: nowrap; }
table.data td.n, table.data th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
table.data .chip { display: inline-block; border-radius: 6px; padding: 0 8px; font-size: 19px; line-height: 1.3;
  font-weight: 700; min-width: 2.4em; text-align: center; }
table.data small { font-size: 13px; opacity: .82; display: block; }
.note { border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-left: 4px solid #0b5cad; border-radius: 8px;
  padding: 10px 14px; margin: 8px 0; line-height: 1.7; overflow-wrap: anywhere; }
.bars { display: grid; grid-template-columns: auto 1fr auto; gap: 3px 10px; align-items: center; font-size: 14px; }
.bars i { display: block; height: 14px; border-radius: 3px; background: #2f6fb0; min-width: 2px; }
.bars span:last-child { font-variant-numeric: tabular-nums; }
@media (min-width: 900px) {
  .air { grid-template-columns: 5fr 6fr; }
  .now .figure b { font-size: 84px; }
  .legend { grid-template-columns: repeat(6, 1fr); }
}
@media (max-width: 620px) {
  table.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.cards tr { display: block; padding: 8px 0; border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent); }
  table.cards td { display: block; border: 0; padding: 1px 0; }
  table.cards td[data-is]::before { content: attr(data-is); opacity: .82; font-size: 14px; }
  table.cards td:first-child { font-weight: 600; font-size: 16px; }
  .wide { display: none !important; }
  .tile b { font-size: 19px; }
  .tile > div { padding: 4px 6px; }
}
</style>"""
