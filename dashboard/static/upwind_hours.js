/* The upwind sector of one station over the last hours. All hours are here from the start, so moving the slider asks nobody:
   the sector, the words and the number of sources in the sector follow at once. A calm hour shows no sector and says so. */
(function () {
  "use strict";
  var EARTH_M = 40075016.686, STEP_DEG = 3, PLAY_MS = 450;

  /* A place at a distance and direction from the centre, on the plane; within 10 km the difference is below a metre. */
  function place(centre, from, metres) {
    var turn = from * Math.PI / 180, deg = 360 / EARTH_M;
    return [centre[0] + metres * Math.cos(turn) * deg, centre[1] + metres * Math.sin(turn) * deg / Math.cos(centre[0] * Math.PI / 180)];
  }

  function ring(centre, from, half, metres) {
    var points = [centre], at;
    for (at = from - half; at < from + half; at += STEP_DEG) { points.push(place(centre, at, metres)); }
    points.push(place(centre, from + half, metres));
    return points;
  }

  function apart(a, b) { return Math.abs((a - b + 540) % 360 - 180); }

  L.UpwindHours = L.Control.extend({
    options: { position: "topleft" },

    onAdd: function (map) {
      var o = this.options, c = o.colours, box = L.DomUtil.create("div", "upwind-hours"), top, control = this;
      box.style.cssText = "background:" + c.panel + "f2;color:" + c.text + ";padding:6px 10px 4px;border-radius:6px;width:min(430px,64vw);" +
        "border:1px solid " + c.line + ";font-size:14px;line-height:1.45";
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      top = L.DomUtil.create("div", "", box);
      top.style.cssText = "display:flex;gap:8px;align-items:baseline";
      this._play = L.DomUtil.create("button", "upwind-play", top);
      this._play.type = "button";
      this._play.style.cssText = "flex:none;font:inherit;cursor:pointer;border:1px solid " + c.line + ";border-radius:4px;padding:0 8px;background:" + c.panel + ";color:" + c.text;
      this._words = L.DomUtil.create("div", "upwind-words", top);
      this._words.setAttribute("aria-live", "polite");
      this._words.style.cssText = "font-weight:600;min-height:2.9em";
      this._bars(box);
      this._slider = L.DomUtil.create("input", "upwind-slider", box);
      this._slider.type = "range";
      this._slider.min = 0; this._slider.max = o.hours.length - 1; this._slider.step = 1; this._slider.value = o.hours.length - 1;
      this._slider.setAttribute("aria-label", o.texts.slider);
      this._slider.style.cssText = "width:100%;margin:0;display:block;accent-color:" + c.accent;
      this._slider.addEventListener("input", function () { control._show(); });
      this._play.addEventListener("click", function () { control._toggle(); });
      this._map = map;
      this._label();
      if (!map.getPane("sector")) { map.createPane("sector").style.zIndex = 340; }
      this._drawn = L.polygon([o.centre], { pane: "sector", renderer: L.svg({ pane: "sector" }), interactive: false, weight: 2, color: c.sector,
        opacity: .9, fillColor: c.sector, fillOpacity: .2 });
      map.whenReady(function () { control._show(); });
      /* the sources arrive after the map: count again when they are here */
      this._again = setInterval(function () { if (control._layer() && control._layer()._points.length) { clearInterval(control._again); control._show(); } }, 200);
      return box;
    },

    onRemove: function () { clearInterval(this._again); clearInterval(this._playing); this._drawn.remove(); },

    /* One thin bar an hour: the reading; a calm hour stands pale. */
    _bars: function (box) {
      var o = this.options, c = o.colours, most = Math.max.apply(null, o.hours.map(function (h) { return h.value || 0; })) || 1;
      var row = L.DomUtil.create("div", "upwind-bars", box), control = this;
      row.style.cssText = "display:flex;align-items:flex-end;height:34px;gap:1px;margin:2px 7px 0";
      row.setAttribute("aria-hidden", "true");
      row.title = o.texts.bars;
      this._cells = o.hours.map(function (hour, i) {
        var bar = L.DomUtil.create("div", "", row);
        bar.style.cssText = "flex:1 1 0;min-width:0;cursor:pointer;border-radius:1px 1px 0 0;height:" + (hour.value === null ? 2 : Math.max(2, 34 * hour.value / most)) + "px;" +
          (hour.calm || hour.from === null ? "background:repeating-linear-gradient(45deg," + c.line + " 0 2px,transparent 2px 4px)" : "background:" + c.line);
        bar.addEventListener("click", function () { control._slider.value = i; control._show(); });
        return bar;
      });
    },

    _label: function () { this._play.textContent = this._playing ? this.options.texts.stop : this.options.texts.play; },

    _toggle: function () {
      var control = this;
      if (this._playing) { clearInterval(this._playing); this._playing = null; this._label(); return; }
      if (+this._slider.value >= +this._slider.max) { this._slider.value = 0; this._show(); }
      this._playing = setInterval(function () {
        if (!control._slider.isConnected || +control._slider.value >= +control._slider.max) { clearInterval(control._playing); control._playing = null; control._label(); return; }
        control._slider.value = +control._slider.value + 1;
        control._show();
      }, PLAY_MS);
      this._label();
    },

    _layer: function () {
      var found = null;
      this._map.eachLayer(function (layer) { if (L.BinPoints && layer instanceof L.BinPoints) { found = layer; } });
      return found;
    },

    /* How many sources lie in the sector, counted from the same points that the layer draws. */
    _inside: function (hour) {
      var layer = this._layer(), centre = this.options.centre, inside = 0, s, x, y, scale, i, dx, dy;
      if (!layer || !layer._points.length) { return null; }
      s = Math.sin(centre[0] * Math.PI / 180);
      x = centre[1] / 360 + .5; y = .5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
      scale = EARTH_M * Math.cos(centre[0] * Math.PI / 180);
      for (i = 0; i < layer._points.length; i += 2) {
        dx = (layer._points[i] - x) * scale; dy = (y - layer._points[i + 1]) * scale;
        if (dx * dx + dy * dy <= this.options.reach * this.options.reach && apart(Math.atan2(dx, dy) * 180 / Math.PI, hour.from) <= hour.half) { inside++; }
      }
      return inside;
    },

    _show: function () {
      var place = +this._slider.value, hour = this.options.hours[place], c = this.options.colours, inside = null, began = performance.now();
      if (hour.from === null) { this._drawn.remove(); } else {
        this._drawn.setLatLngs(ring(this.options.centre, hour.from, hour.half, this.options.reach)).addTo(this._map);
        inside = this._inside(hour);
      }
      this._words.textContent = hour.stamp + "　" + hour.words + (inside === null ? "" : "　" + this.options.texts.inside.replace("#", inside));
      this._slider.setAttribute("aria-valuetext", this._words.textContent);
      this._cells.forEach(function (bar, i) { bar.style.outline = i === place ? "2px solid " + c.accent : "none"; });
      this._words.dataset.took = (performance.now() - began).toFixed(2);
    }
  });
})();
