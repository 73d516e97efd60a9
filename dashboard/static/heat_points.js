/* How dense points lie, as a picture: counted on a grid, smoothed, and painted into the same canvas as the marks. No WebGL. */
(function () {
  "use strict";
  var CELL_PX = 5, MARGIN = 8, SMOOTH = 2, TURNS = 3, LEAST = 0.06, EARTH_PX_M = 40075016.686;

  /* Running sums along rows or columns; three turns come close to a Gaussian. */
  function smoothed(values, wide, tall) {
    var turn, from = values, to;
    for (turn = 0; turn < TURNS; turn++) {
      to = along(from, wide, tall, 1, wide);
      from = along(to, tall, wide, wide, 1);
    }
    return from;
  }

  function along(values, length, lines, step, stride) {
    var result = new Float32Array(values.length), width = 2 * SMOOTH + 1, line, i, sum, at;
    for (line = 0; line < lines; line++) {
      sum = 0;
      at = line * stride;
      for (i = 0; i < Math.min(SMOOTH, length); i++) { sum += values[at + i * step]; }
      for (i = 0; i < length; i++) {
        if (i + SMOOTH < length) { sum += values[at + (i + SMOOTH) * step]; }
        if (i - SMOOTH - 1 >= 0) { sum -= values[at + (i - SMOOTH - 1) * step]; }
        result[at + i * step] = sum / width;
      }
    }
    return result;
  }

  function rgb(hex) { var v = parseInt(hex.slice(1), 16); return [v >> 16, v >> 8 & 255, v & 255]; }

  /* Colours from thin to dense; the thinnest are let through, so the ground stays in sight. */
  function ramp(colours) {
    var stops = colours.map(rgb), table = new Uint32Array(256), i, at, k, part, c;
    for (i = 0; i < 256; i++) {
      at = i / 255 * (stops.length - 1);
      k = Math.min(stops.length - 2, Math.floor(at));
      part = at - k;
      c = stops[k].map(function (v, j) { return Math.round(v + (stops[k + 1][j] - v) * part); });
      table[i] = (Math.round(255 * Math.max(0, Math.min(0.9, 1.8 * (i / 255 - LEAST)))) << 24 | c[2] << 16 | c[1] << 8 | c[0]) >>> 0;
    }
    return table;
  }

  L.heatPoints = {
    /* The share of the marks that would lie under others, when a cell as large as a mark shows one. */
    hidden: function (xs, ys, count, size, mark) {
      var wide = Math.ceil(size.x / mark) + 1, seen = new Uint8Array(wide * (Math.ceil(size.y / mark) + 1)), covered = 0, inside = 0, i, cell;
      for (i = 0; i < count; i++) {
        if (xs[i] < 0 || ys[i] < 0 || xs[i] >= size.x || ys[i] >= size.y) { continue; }
        inside++;
        cell = Math.floor(ys[i] / mark) * wide + Math.floor(xs[i] / mark);
        covered += seen[cell];
        seen[cell] = 1;
      }
      return inside ? covered / inside : 0;
    },

    /* Paints and answers how many lie on a square kilometre where they are densest. */
    paint: function (context, xs, ys, count, size, map, colours) {
      var wide = Math.ceil(size.x / CELL_PX) + 2 * MARGIN, tall = Math.ceil(size.y / CELL_PX) + 2 * MARGIN;
      var cells = new Float32Array(wide * tall), i, x, y, most = 0;
      for (i = 0; i < count; i++) {
        x = Math.floor(xs[i] / CELL_PX) + MARGIN; y = Math.floor(ys[i] / CELL_PX) + MARGIN;
        if (x >= 0 && y >= 0 && x < wide && y < tall) { cells[y * wide + x]++; }
      }
      cells = smoothed(cells, wide, tall);
      for (i = 0; i < cells.length; i++) { most = Math.max(most, cells[i]); }
      if (!most) { return 0; }
      var small = document.createElement("canvas"), table = ramp(colours), scale = Math.log1p(most);
      small.width = wide; small.height = tall;
      var drawn = small.getContext("2d"), image = drawn.createImageData(wide, tall), pixels = new Uint32Array(image.data.buffer);
      for (i = 0; i < cells.length; i++) { pixels[i] = table[Math.round(255 * Math.log1p(cells[i]) / scale)]; }
      drawn.putImageData(image, 0, 0);
      context.imageSmoothingEnabled = true;
      context.drawImage(small, -MARGIN * CELL_PX, -MARGIN * CELL_PX, wide * CELL_PX, tall * CELL_PX);
      var cell_m = CELL_PX * EARTH_PX_M * Math.cos(map.getCenter().lat * Math.PI / 180) / (256 * Math.pow(2, map.getZoom()));
      return most / (cell_m * cell_m / 1e6);
    }
  };
})();
