/* Many points as one picture: reads [lat, lon, category] as Float32 from an address and paints shapes into one canvas.
   No WebGL, so office machines without a graphics card draw it too. A shape for each category, since colour alone is not enough. */
(function () {
  "use strict";

  var SHAPES = {
    circle: function (x, y, r) { return x * x + y * y <= r * r + 0.5; },
    square: function (x, y, r) { return Math.abs(x) <= r - 0.5 && Math.abs(y) <= r - 0.5; },
    frame: function (x, y, r) { var m = Math.max(Math.abs(x), Math.abs(y)); return m <= r && m >= r - Math.max(1, r / 3); },
    triangle: function (x, y, r) { return y <= r && 2 * Math.abs(x) <= y + r; },
    wedge: function (x, y, r) { return -y <= r && 2 * Math.abs(x) <= r - y; },
    diamond: function (x, y, r) { return Math.abs(x) + Math.abs(y) <= r; },
    plus: function (x, y, r) { var t = Math.max(0.5, r / 3); return (Math.abs(x) <= t || Math.abs(y) <= t) && Math.max(Math.abs(x), Math.abs(y)) <= r; },
    cross: function (x, y, r) { return Math.abs(Math.abs(x) - Math.abs(y)) <= Math.max(0.5, r / 3) && Math.max(Math.abs(x), Math.abs(y)) <= r; },
    ring: function (x, y, r) { var d = Math.sqrt(x * x + y * y); return d <= r + 0.3 && d >= r - Math.max(1, r / 3); },
    bar: function (x, y, r) { return Math.abs(x) <= r && Math.abs(y) <= Math.max(0.5, r / 2.5); }
  };
  var CLICK_PX = 10;

  function colour(hex) {
    var v = parseInt(hex.slice(1), 16);
    return (255 << 24 | (v & 255) << 16 | (v >> 8 & 255) << 8 | v >> 16) >>> 0;
  }

  /* The pixels of one category's mark: first its halo, then the mark itself. */
  function stamp(category, radius, halo) {
    var inside = SHAPES[category.shape], body = [], rim = [], x, y, i, j, near;
    for (y = -radius - 1; y <= radius + 1; y++) {
      for (x = -radius - 1; x <= radius + 1; x++) {
        if (inside(x, y, radius)) { body.push(x, y); continue; }
        near = false;
        for (i = -1; i <= 1; i++) { for (j = -1; j <= 1; j++) { near = near || inside(x + i, y + j, radius); } }
        if (near) { rim.push(x, y); }
      }
    }
    return { body: body, rim: rim, colour: colour(category.colour), halo: colour(halo) };
  }

  function radiusAt(zoom) { return zoom < 11 ? 2 : zoom < 13 ? 3 : zoom < 15 ? 5 : 7; }

  L.BinPoints = L.Layer.extend({
    initialize: function (url, options) { this._url = url; L.setOptions(this, options); },

    onAdd: function (map) {
      this._canvas = L.DomUtil.create("canvas", "bin-points leaflet-zoom-hide");
      this._canvas.style.pointerEvents = "none";
      this._pane(map).appendChild(this._canvas);
      map.on("moveend resize viewreset zoomend", this._draw, this);
      map.on("click", this._click, this);
      this._points = this._points || new Float64Array(0);
      this._load();
    },

    /* Below the vector layers: stations and what was chosen stay in sight above many points. */
    _pane: function (map) {
      if (!map.getPane("points")) { map.createPane("points").style.zIndex = 350; }
      return map.getPane("points");
    },

    onRemove: function (map) {
      L.DomUtil.remove(this._canvas);
      map.off("moveend resize viewreset zoomend", this._draw, this);
      map.off("click", this._click, this);
    },

    _load: function () {
      var layer = this;
      fetch(this._url, { credentials: "same-origin" })
        .then(function (answer) { if (!answer.ok) { throw new Error("points: " + answer.status); } return answer.arrayBuffer(); })
        .then(function (bytes) { layer._take(new Float32Array(bytes)); })
        .catch(function (fault) { layer._canvas.dataset.fault = String(fault); });
    },

    /* Latitude and longitude become places on the unit square of the web mercator once; a zoom only multiplies. */
    _take: function (raw) {
      var n = raw.length / 3, i, s;
      this._points = new Float64Array(2 * n);
      this._kinds = new Uint8Array(n);
      for (i = 0; i < n; i++) {
        s = Math.sin(raw[3 * i] * Math.PI / 180);
        this._points[2 * i] = raw[3 * i + 1] / 360 + 0.5;
        this._points[2 * i + 1] = 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
        this._kinds[i] = raw[3 * i + 2];
      }
      if (this._map) { this._draw(); }
    },

    _draw: function () {
      var map = this._map, size = map.getSize(), canvas = this._canvas, n = this._points.length / 2, drawn = 0;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x; canvas.height = size.y;
      if (!size.x || !size.y) { return; }
      var context = canvas.getContext("2d", { willReadFrequently: true });
      var image = context.createImageData(size.x, size.y), pixels = new Uint32Array(image.data.buffer);
      var world = 256 * Math.pow(2, map.getZoom()), origin = map.getPixelBounds().min, radius = radiusAt(map.getZoom());
      var halo = this.options.halo, stamps = this.options.categories.map(function (c) { return stamp(c, radius, halo); });
      for (var i = 0; i < n; i++) {
        var x = Math.round(this._points[2 * i] * world - origin.x), y = Math.round(this._points[2 * i + 1] * world - origin.y);
        if (x < -radius || y < -radius || x >= size.x + radius || y >= size.y + radius) { continue; }
        this._paint(pixels, size, x, y, stamps[this._kinds[i]] || stamps[stamps.length - 1]);
        drawn++;
      }
      context.putImageData(image, 0, 0);
      canvas.dataset.drawn = drawn;
      canvas.dataset.points = n;
      if (this._chosen !== undefined) { this._mark(context, world, origin, radius); }
    },

    _paint: function (pixels, size, x, y, mark) {
      var layers = [[mark.rim, mark.halo], [mark.body, mark.colour]], k, j, px, py;
      for (k = 0; k < 2; k++) {
        for (j = 0; j < layers[k][0].length; j += 2) {
          px = x + layers[k][0][j]; py = y + layers[k][0][j + 1];
          if (px >= 0 && py >= 0 && px < size.x && py < size.y) { pixels[py * size.x + px] = layers[k][1]; }
        }
      }
    },

    _mark: function (context, world, origin, radius) {
      var i = this._chosen;
      context.lineWidth = 3;
      context.strokeStyle = this.options.chosen;
      context.beginPath();
      context.arc(this._points[2 * i] * world - origin.x, this._points[2 * i + 1] * world - origin.y, radius + 6, 0, 2 * Math.PI);
      context.stroke();
    },

    _nearest: function (latlng) {
      var map = this._map, world = 256 * Math.pow(2, map.getZoom()), at = map.project(latlng), best = -1, least = CLICK_PX * CLICK_PX;
      for (var i = 0; i < this._points.length / 2; i++) {
        var dx = this._points[2 * i] * world - at.x, dy = this._points[2 * i + 1] * world - at.y, d = dx * dx + dy * dy;
        if (d < least) { least = d; best = i; }
      }
      return best;
    },

    /* Speaks the click protocol of the Streamlit component: a "tooltip" whose text is the row's place in the list. */
    _click: function (event) {
      var i = this._nearest(event.latlng), text = this.options.kind + ":" + i;
      if (i < 0) { return; }
      this._chosen = i;
      this._draw();
      this.fire("click", {
        latlng: event.latlng,
        sourceTarget: { getTooltip: function () { return { getContent: function () { return text; } }; }, _tooltip: { _content: text } }
      });
    }
  });
})();
