/* Many points as one picture: reads [lat, lon, category] as Float32 from an address and paints shapes into one canvas.
   No WebGL, so office machines without a graphics card draw it too. A shape for each category, since colour alone is not enough.
   Where most marks would cover each other it paints how dense they lie instead (heat_points.js), and says so on the map. */
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
  var CLICK_PX = 10, PER_CELL = 4, KEPT = 6, FEW = 3000, HIDDEN = 0.6, NEARER = 1.5, REACH_PX = 40;
  /* What was read lately, by address: choosing another point or going back to a filter asks for nothing again. */
  var read = new Map();

  function bytesOf(url) {
    if (!read.has(url)) {
      read.set(url, fetch(url, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) { throw new Error("points: " + answer.status); }
        return answer.arrayBuffer();
      }).then(places));
      read.get(url).catch(function () { read.delete(url); });
      if (read.size > KEPT) { read.delete(read.keys().next().value); }
    }
    return read.get(url);
  }

  /* Latitude and longitude become places on the unit square of the web mercator once; a zoom only multiplies.
     A row without a place keeps its number, so that the rows of a table and of the layer are the same; it is never drawn or hit. */
  function places(bytes) {
    var raw = new Float32Array(bytes), n = raw.length / 3, points = new Float64Array(2 * n), kinds = new Uint8Array(n), i, s;
    for (i = 0; i < n; i++) {
      s = Math.sin(raw[3 * i] * Math.PI / 180);
      points[2 * i] = raw[3 * i + 1] / 360 + 0.5;
      points[2 * i + 1] = 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
      kinds[i] = raw[3 * i + 2];
    }
    return { points: points, kinds: kinds, index: indexed(points) };
  }

  /* A grid over the box of the points with a few in each cell: `starts` says where a cell's rows begin in `rows`. */
  function indexed(points) {
    var n = points.length / 2, west = Infinity, north = Infinity, east = -Infinity, south = -Infinity, i, cell, placed = 0;
    for (i = 0; i < n; i++) {
      if (!isFinite(points[2 * i]) || !isFinite(points[2 * i + 1])) { continue; }
      placed++;
      west = Math.min(west, points[2 * i]); east = Math.max(east, points[2 * i]);
      north = Math.min(north, points[2 * i + 1]); south = Math.max(south, points[2 * i + 1]);
    }
    var side = Math.max(1, Math.ceil(Math.sqrt(placed / PER_CELL))), step = Math.max(east - west, south - north, 1e-9) / side || 1;
    var starts = new Uint32Array(side * side + 1), rows = new Uint32Array(placed), cells = new Int32Array(n);
    for (i = 0; i < n; i++) {
      cells[i] = -1;
      if (!isFinite(points[2 * i]) || !isFinite(points[2 * i + 1])) { continue; }
      cell = Math.min(side - 1, Math.floor((points[2 * i + 1] - north) / step)) * side + Math.min(side - 1, Math.floor((points[2 * i] - west) / step));
      cells[i] = cell;
      starts[cell + 1]++;
    }
    for (i = 0; i < side * side; i++) { starts[i + 1] += starts[i]; }
    var next = starts.slice();
    for (i = 0; i < n; i++) { if (cells[i] >= 0) { rows[next[cells[i]]++] = i; } }
    return { west: west, north: north, step: step, side: side, starts: starts, rows: rows };
  }

  /* The row nearest to a place within a reach, -1 when there is none; of equally near ones the first, which ranks higher. */
  function nearest(points, index, x, y, reach) {
    var low = function (v, from) { return Math.max(0, Math.floor((v - reach - from) / index.step)); };
    var high = function (v, from) { return Math.min(index.side - 1, Math.floor((v + reach - from) / index.step)); };
    var best = -1, least = reach * reach, row, column, k, i, dx, dy, d;
    for (row = low(y, index.north); row <= high(y, index.north); row++) {
      for (column = low(x, index.west); column <= high(x, index.west); column++) {
        for (k = index.starts[row * index.side + column]; k < index.starts[row * index.side + column + 1]; k++) {
          i = index.rows[k];
          dx = points[2 * i] - x; dy = points[2 * i + 1] - y; d = dx * dx + dy * dy;
          if (d < least || (d === least && best >= 0 && i < best)) { least = d; best = i; }
        }
      }
    }
    return best;
  }

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

  /* Few points may be larger: they do not cover each other. */
  function radiusAt(zoom, points) { return (zoom < 11 ? 2 : zoom < 13 ? 3 : zoom < 15 ? 5 : 7) + (points < FEW ? 1 : 0); }

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
      map.fire("pointsdrawn", { layer: this, densest: 0 });
      map.off("moveend resize viewreset zoomend", this._draw, this);
      map.off("click", this._click, this);
    },

    _load: function () {
      var layer = this;
      bytesOf(this._url)
        .then(function (found) { layer._take(found); })
        .catch(function (fault) { layer._canvas.dataset.fault = String(fault); });
    },

    _take: function (found) {
      this._points = found.points;
      this._kinds = found.kinds;
      this._index = found.index;
      if (!this._map) { return; }
      this._show(this.options.selected);
      this._draw();
    },

    /* What was chosen elsewhere comes into sight; what is in sight already does not move the map. */
    _show: function (row) {
      if (row === null || row === undefined || !isFinite(this._points[2 * row])) { return; }
      this._chosen = row;
      var map = this._map, at = map.unproject(L.point(this._points[2 * row] * 256, this._points[2 * row + 1] * 256), 0);
      if (!map.getBounds().pad(-0.08).contains(at)) { map.panTo(at, { animate: false }); }
    },

    _draw: function () {
      var map = this._map, size = map.getSize(), canvas = this._canvas, n = this._points.length / 2;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x; canvas.height = size.y;
      if (!size.x || !size.y) { return; }
      var context = canvas.getContext("2d", { willReadFrequently: true });
      var world = 256 * Math.pow(2, map.getZoom()), origin = map.getPixelBounds().min, radius = radiusAt(map.getZoom(), n);
      var seen = this._seen(world, origin, size, Math.max(radius, REACH_PX));
      this._isHeat = n >= this.options.heatFrom && L.heatPoints.hidden(seen.x, seen.y, seen.count, size, 2 * radius + 1) > HIDDEN;
      var densest = this._isHeat ? L.heatPoints.paint(context, seen.x, seen.y, seen.count, size, map, this.options.heat) : 0;
      if (!this._isHeat) { this._marks(context, seen, size, radius); }
      canvas.dataset.drawn = seen.count;
      canvas.dataset.points = n;
      canvas.dataset.mode = this._isHeat ? "heat" : "marks";
      canvas.dataset.chosen = this._chosen === undefined ? "" : this._chosen;
      map.fire("pointsdrawn", { layer: this, densest: densest });
      if (this._chosen !== undefined) { this._mark(context, world, origin, radius); }
    },

    /* Which rows lie in sight or near it, and at which pixels. */
    _seen: function (world, origin, size, reach) {
      var n = this._points.length / 2, xs = new Int32Array(n), ys = new Int32Array(n), rows = new Uint32Array(n), count = 0, i, x, y;
      for (i = 0; i < n; i++) {
        x = Math.round(this._points[2 * i] * world - origin.x); y = Math.round(this._points[2 * i + 1] * world - origin.y);
        if (!(x >= -reach) || !(y >= -reach) || x >= size.x + reach || y >= size.y + reach) { continue; }
        xs[count] = x; ys[count] = y; rows[count] = i; count++;
      }
      return { x: xs, y: ys, rows: rows, count: count };
    },

    _marks: function (context, seen, size, radius) {
      var halo = this.options.halo, stamps = this.options.categories.map(function (c) { return stamp(c, radius, halo); }), k;
      var image = context.createImageData(size.x, size.y), pixels = new Uint32Array(image.data.buffer);
      for (k = 0; k < seen.count; k++) {
        this._paint(pixels, size, seen.x[k], seen.y[k], stamps[this._kinds[seen.rows[k]]] || stamps[stamps.length - 1]);
      }
      context.putImageData(image, 0, 0);
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

    /* A ring with a light rim: it is seen on every ground and over every mark. */
    _mark: function (context, world, origin, radius) {
      var i = this._chosen, x = this._points[2 * i] * world - origin.x, y = this._points[2 * i + 1] * world - origin.y;
      [[7, this.options.halo], [3.5, this.options.chosen]].forEach(function (line) {
        context.lineWidth = line[0];
        context.strokeStyle = line[1];
        context.beginPath();
        context.arc(x, y, radius + 7, 0, 2 * Math.PI);
        context.stroke();
      });
    },

    _nearest: function (latlng) {
      if (!this._index) { return -1; }
      var world = 256 * Math.pow(2, this._map.getZoom()), at = this._map.project(latlng);
      return nearest(this._points, this._index, at.x / world, at.y / world, CLICK_PX / world);
    },

    /* Speaks the click protocol of the Streamlit component: a "tooltip" whose text is the row's place in the list. */
    _click: function (event) {
      if (this._map.isSketching) { return; }
      /* where no point stands alone, a click comes nearer instead of guessing one */
      if (this._isHeat) { this._map.setView(event.latlng, this._map.getZoom() + NEARER); return; }
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
