/* Draw an area or measure on the map, by clicks or by keys: a click or Space adds a corner, a double click or Enter ends, Backspace
   takes a corner back, Escape cancels. A drawn area goes to the page as `area:lon,lat;lon,lat…`, an empty one when it is cleared. */
(function () {
  "use strict";
  var MOST = 200, SAME_PX = 5, DIGITS = 6, RAD = Math.PI / 180, A_M = 6378137, E2 = 0.00669437999014;

  /* Metres of a radian northward and eastward on the ellipsoid. */
  function north_m(lat) { var w = 1 - E2 * Math.pow(Math.sin(lat * RAD), 2); return A_M * (1 - E2) / (w * Math.sqrt(w)); }
  function east_m(lat) { return A_M * Math.cos(lat * RAD) / Math.sqrt(1 - E2 * Math.pow(Math.sin(lat * RAD), 2)); }

  function apart_m(a, b) {
    var middle = (a.lat + b.lat) / 2;
    return Math.hypot((b.lng - a.lng) * RAD * east_m(middle), (b.lat - a.lat) * RAD * north_m(middle));
  }

  L.measured = {
    length_m: function (corners) {
      return corners.reduce(function (sum, corner, i) { return i ? sum + apart_m(corners[i - 1], corner) : 0; }, 0);
    },
    /* Shoelace on a projection that keeps areas: eastward by each corner's own parallel. */
    area_m2: function (corners) {
      if (corners.length < 3) { return 0; }
      var first = corners[0], at = corners.map(function (c) {
        return [(c.lng - first.lng) * RAD * east_m(c.lat), (c.lat - first.lat) * RAD * north_m((c.lat + first.lat) / 2)];
      });
      return Math.abs(at.reduce(function (sum, p, i) { var q = at[(i + 1) % at.length]; return sum + p[0] * q[1] - q[0] * p[1]; }, 0)) / 2;
    }
  };

  function turn(a, b, c) { return Math.sign((b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng)); }

  function cross(a, b, c, d) { return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0; }

  /* Whether the line from the last corner to a place would meet one before it; the first edge may share a corner when it closes. */
  function meets(corners, to, isClosing) {
    var last = corners.length - 1, i;
    for (i = isClosing ? 1 : 0; i < last - 1; i++) { if (cross(corners[i], corners[i + 1], corners[last], to)) { return true; } }
    return false;
  }

  function number(value) { return value < 10 ? value.toFixed(2) : value < 1000 ? value.toFixed(1) : Math.round(value).toString(); }

  L.MapSketch = L.Control.extend({
    options: { position: "topleft", texts: {}, canDraw: false, colour: "#000000", halo: "#ffffff" },

    onAdd: function (map) {
      var bar = L.DomUtil.create("div", "map-tools"), tool = this;
      this._corners = [];
      this._shape = L.layerGroup([], { pane: this._pane(map) }).addTo(map);
      this._buttons = {};
      (this.options.canDraw ? ["area", "measure", "clear"] : ["measure", "clear"]).forEach(function (name) {
        var button = tool._buttons[name] = L.DomUtil.create("button", "map-tool", bar);
        button.type = "button";
        button.dataset.tool = name;
        button.textContent = tool.options.texts[name];
        button.title = tool.options.texts[name + "Help"] || tool.options.texts[name];
        L.DomEvent.on(button, "click", function () { if (name === "clear") { tool._clear(); } else { tool._begin(name); } });
      });
      L.DomEvent.disableClickPropagation(bar);
      this._note(map);
      map.on("click", this._clicked, this).on("dblclick", this._end, this).on("mousemove", this._moved, this);
      map.on("areashown areagone", this._shown, this);
      L.DomEvent.on(map.getContainer(), "keydown", this._key, this);
      this._press();
      return bar;
    },

    onRemove: function (map) {
      map.off("click", this._clicked, this).off("dblclick", this._end, this).off("mousemove", this._moved, this);
      map.off("areashown areagone", this._shown, this);
      L.DomEvent.off(map.getContainer(), "keydown", this._key, this);
      this._shape.remove();
    },

    _pane: function (map) {
      if (!map.getPane("sketch")) { map.createPane("sketch").style.zIndex = 640; map.getPane("sketch").style.pointerEvents = "none"; }
      return "sketch";
    },

    /* What the tool says: how to go on, and what was measured so far. */
    _note: function (map) {
      this._words = L.DomUtil.create("div", "map-caption map-sketch-note", map.getContainer());
      this._words.setAttribute("aria-live", "polite");
      this._cross = L.DomUtil.create("div", "map-cross", map.getContainer());
      this._cross.textContent = "+";
      this._words.hidden = this._cross.hidden = true;
      L.DomEvent.disableClickPropagation(this._words);
    },

    _say: function (text) { this._words.textContent = text; this._words.hidden = !text; },

    _press: function () {
      var tool = this;
      Object.keys(this._buttons).forEach(function (name) { tool._buttons[name].setAttribute("aria-pressed", String(tool._mode === name)); });
      this._buttons.clear.hidden = !(this._corners.length || this._mode || this._isShown);
    },

    _begin: function (mode) {
      this._stop();
      window.clearTimeout(this._ended);
      this._mode = mode;
      this._corners = [];
      this._draw();
      this._map.isSketching = true;
      this._map.doubleClickZoom.disable();
      L.DomUtil.addClass(this._map.getContainer(), "is-sketching");
      this._map.getContainer().focus({ preventScroll: true });
      this._say(this.options.texts[mode + "Help"]);
      this._press();
    },

    _stop: function () {
      var map = this._map;
      this._mode = null;
      this._cross.hidden = true;
      L.DomUtil.removeClass(map.getContainer(), "is-sketching");
      map.doubleClickZoom.enable();
      /* the click that ended it is not one on a point */
      this._ended = window.setTimeout(function () { map.isSketching = false; }, 0);
      this._press();
    },

    _clear: function () {
      this._stop();
      this._corners = [];
      this._draw();
      this._say("");
      if (this._isShown) { this._tell(""); }
      this._press();
    },

    _shown: function (event) {
      this._isShown = event.type === "areashown";
      if (!this._mode && this._drew) { this._corners = []; this._drew = false; this._draw(); this._say(""); }
      this._press();
    },

    _clicked: function (event) { if (this._mode) { this._add(event.latlng); } },

    _add: function (latlng) {
      var corners = this._corners, last = corners[corners.length - 1], map = this._map;
      if (last && map.latLngToContainerPoint(last).distanceTo(map.latLngToContainerPoint(latlng)) < SAME_PX) { return; }
      if (corners.length >= MOST) { this._say(this.options.texts.tooMany); return; }
      if (this._mode === "area" && meets(corners, latlng, false)) { this._say(this.options.texts.crossed); return; }
      corners.push(latlng);
      this._draw();
      this._tellSize();
    },

    _end: function () {
      if (!this._mode) { return; }
      if (this._mode === "area") {
        if (this._corners.length < 3) { this._say(this.options.texts.tooFew); return; }
        if (meets(this._corners, this._corners[0], true)) { this._say(this.options.texts.crossed); return; }
        this._drew = true;
        this._stop();
        this._draw(true);
        this._tell(this._corners.map(function (c) { return c.lng.toFixed(DIGITS) + "," + c.lat.toFixed(DIGITS); }).join(";"));
        return;
      }
      this._stop();
      this._draw();
    },

    _key: function (event) {
      if (event.key === "Escape" && (this._mode || this._corners.length)) {
        this._stop(); this._corners = []; this._draw(); this._say(""); this._press();
        return;
      }
      if (!this._mode || event.target !== this._map.getContainer()) { return; }
      if (event.key.indexOf("Arrow") === 0) { this._cross.hidden = false; return; }
      if (event.key === " ") { this._cross.hidden = false; this._add(this._map.getCenter()); }
      else if (event.key === "Enter") { this._end(); }
      else if (event.key === "Backspace") { this._corners.pop(); this._draw(); this._tellSize(); }
      else { return; }
      L.DomEvent.preventDefault(event);
    },

    _moved: function (event) {
      if (!this._mode || !this._corners.length) { return; }
      var line = [this._corners[this._corners.length - 1], event.latlng];
      if (this._thread) { this._thread.setLatLngs(line); } else { this._thread = this._line(line, true).addTo(this._shape); }
    },

    _line: function (corners, isThread) {
      return L.polyline(corners, { pane: "sketch", interactive: false, color: this.options.colour, weight: isThread ? 1.5 : 3, dashArray: isThread ? "4 4" : null });
    },

    _draw: function (isClosed) {
      var tool = this;
      this._shape.clearLayers();
      this._thread = null;
      if (isClosed) { L.polygon(this._corners, { pane: "sketch", interactive: false, color: this.options.colour, weight: 3, fillOpacity: 0.08 }).addTo(this._shape); }
      else if (this._corners.length > 1) { this._line(this._corners, false).addTo(this._shape); }
      this._corners.forEach(function (corner) {
        L.circleMarker(corner, { pane: "sketch", interactive: false, radius: 4, weight: 2, color: tool.options.colour, fillColor: tool.options.halo, fillOpacity: 1 }).addTo(tool._shape);
      });
    },

    _tellSize: function () {
      var texts = this.options.texts, corners = this._corners;
      var said = texts.length.replace("#", number(L.measured.length_m(corners) / 1000));
      if (corners.length > 2) { said += texts.size.replace("#", number(L.measured.area_m2(corners) / 1e6)); }
      this._say(said + (this._mode ? texts.goOn : ""));
    },

    /* Speaks the click protocol of the Streamlit component, as the points do; it listens to layers that were there from the start. */
    _tell: function (corners) {
      var text = "area:" + corners;
      this._shape.fire("click", {
        latlng: this._map.getCenter(),
        sourceTarget: { getTooltip: function () { return { getContent: function () { return text; } }; }, _tooltip: { _content: text } }
      });
    }
  });

  /* The area that the page filters by, as the page knows it. */
  L.DrawnArea = L.Polygon.extend({
    onAdd: function (map) { L.Polygon.prototype.onAdd.call(this, map); map.fire("areashown"); },
    onRemove: function (map) { L.Polygon.prototype.onRemove.call(this, map); map.fire("areagone"); }
  });
})();
