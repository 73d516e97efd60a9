"""A person's browser as the server knows it: a socket that opens a page, presses options and counts what comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect

ANSWER_S = 60
SUCCESS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
# what a page says instead of itself when something went wrong, in both languages
FAULTS = ("这一页暂时打不开", "还没有可以查看的数据", "This page cannot be opened")


@dataclass(kw_only=True)
class Widget:
    """One field on the page."""

    id: str
    kind: str
    options: Sequence[str]
    fragment_id: str


@dataclass(kw_only=True)
class Answer:
    """One run of the script or of a part of it, as the browser received it."""

    seconds: float = 0.0
    received_bytes: int = 0
    faults: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def _widget(delta: Delta) -> Widget | None:
    element = delta.new_element
    if element.WhichOneof("type") == "button_group":
        group = element.button_group
        return Widget(id=group.id, kind="many", options=[option.content for option in group.options], fragment_id=delta.fragment_id)
    if element.WhichOneof("type") == "selectbox":
        return Widget(id=element.selectbox.id, kind="one", options=list(element.selectbox.options), fragment_id=delta.fragment_id)
    if element.WhichOneof("type") == "number_input":
        return Widget(id=element.number_input.id, kind="number", options=[], fragment_id=delta.fragment_id)
    return None


class Visitor:
    """One browser session."""

    def __init__(self, *, port: int, page: str, query: str = "lang=zh") -> None:
        self._address = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._page, self._query = page, query
        self._socket: ClientConnection | None = None
        self._states: dict[str, WidgetState] = {}
        self.widgets: dict[str, Widget] = {}
        self.auto: dict[str, float] = {}

    async def __aenter__(self) -> Self:
        """Connect as a browser does."""
        self._socket = await connect(self._address, subprotocols=["streamlit"], max_size=None, compression=None, ping_interval=None)  # type: ignore[list-item]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        """Close the page."""
        if self._socket is not None:
            await self._socket.close()

    async def open(self) -> Answer:
        """Run the whole page."""
        self.widgets.clear()
        return await self._run("")

    async def press(self, key: str, value: str) -> Answer:
        """Choose an option of the field whose key begins so; the part of the page it stands in runs again."""
        widget = self.widgets[key]
        state = WidgetState(id=widget.id)
        if widget.kind == "many":
            state.string_array_value.data.append(value)
        elif widget.kind == "number":
            state.double_value = float(value)
        else:
            state.string_value = value
        self._states[widget.id] = state
        return await self._run(widget.fragment_id)

    async def tick(self, fragment_id: str) -> Answer:
        """Let a part of the page run by itself, as its timer makes it."""
        return await self._run(fragment_id, is_auto=True)

    async def _run(self, fragment_id: str, *, is_auto: bool = False) -> Answer:
        assert self._socket is not None
        if not fragment_id:  # the whole page is drawn anew, its timers with it
            self.auto.clear()
        message, began_s = BackMsg(), time.perf_counter()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self._query, calc_hash(self._page)
        asked.fragment_id, asked.is_auto_rerun = fragment_id, is_auto
        asked.context_info.timezone, asked.context_info.locale, asked.context_info.color_scheme = "Asia/Shanghai", "zh-CN", "light"
        asked.widget_states.widgets.extend(self._states.values())
        await self._socket.send(message.SerializeToString())
        answer = Answer()
        while True:
            data = await asyncio.wait_for(self._socket.recv(), ANSWER_S)
            assert isinstance(data, bytes)
            answer.received_bytes += len(data)
            received = ForwardMsg.FromString(data)
            kind = received.WhichOneof("type")
            if kind == "delta":
                self._take(received.delta, answer)
            elif kind == "auto_rerun":
                self.auto[received.auto_rerun.fragment_id] = received.auto_rerun.interval
            elif kind == "script_finished" and received.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                if received.script_finished not in SUCCESS:
                    answer.faults.append(f"script ended with {received.script_finished}")
                answer.seconds = time.perf_counter() - began_s
                return answer

    def _take(self, delta: Delta, answer: Answer) -> None:
        kind = delta.new_element.WhichOneof("type") if delta.WhichOneof("type") == "new_element" else ""
        if kind == "exception":
            answer.faults.append(delta.new_element.exception.message)
        text = delta.new_element.html.body if kind == "html" else delta.new_element.heading.body if kind == "heading" else ""
        if any(fault in text for fault in FAULTS):
            answer.faults.append(text)
        if text:
            answer.texts.append(text)
        widget = _widget(delta) if kind else None
        if widget is not None:
            # an identifier ends in the key the page gave the field
            self.widgets[widget.id.split("-", 2)[-1]] = widget
