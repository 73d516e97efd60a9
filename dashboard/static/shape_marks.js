/* Marks with a shape of their own: [lat, lon, kind, label] each. A shape for each kind, since colour alone is not enough.
   Only for few (some thousands); many points are painted by bin_points.js. */
(function () {
  "use strict";

  var SHAPES = {
    circle: function (c, x, y, r) { c.arc(x, y, r, 0, 2 * Math.PI); },
    square: function (c, x, y, r) { c.rect(x - r, y - r, 2 * r, 2 * r); },
    triangle: function (c, x, y, r) { path(c, [[x, y - 1.2 * r], [x + 1.1 * r, y + r], [x - 1.1 * r, y + r]]); },
    wedge: function (c, x, y, r) { path(c, [[x, y + 1.2 * r], [x + 1.1 * r, y - r], [x - 1.1 * r, y - r]]); },
    diamond: function (c, x, y, r) { path(c, [[x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]]); },
    star: function (c, x, y, r) {
      var points = [], i, a, s;
      for (i = 0; i < 10; i++) { a = Math.PI * (i / 5 - 0.5); s = i % 2 ? 0.75 * r : 1.6 * r; points.push([x + s * Math.cos(a), y + s * Math.sin(a)]); }
      path(c, points);
    }
  };

  function path(c, points) {
    points.forEach(function (p, i) { if (i) { c.lineTo(p[0], p[1]); } else { c.moveTo(p[0], p[1]); } });
    c.closePath();
  }

  L.Canvas.include({
    _updateShapeMark: function (layer) {
      if (!this._drawing || layer._empty()) { return; }
      var p = layer._point, r = Math.max(Math.round(layer._radius), 1);
      this._ctx.beginPath();
      SHAPES[layer.options.shape](this._ctx, p.x, p.y, r);
      this._fillStroke(this._ctx, layer);
    }
  });

  var Mark = L.CircleMarker.extend({ _updatePath: function () { this._renderer._updateShapeMark(this); } });

  /* A circle that stays large enough to be seen from afar. */
  L.RoundCircle = L.Circle.extend({
    _project: function () {
      L.Circle.prototype._project.call(this);
      var least = this.options.least;
      if (this._radius < least) { this._radius = this._radiusY = least; this._updateBounds(); }
    }
  });

  /* The labels are escaped by whoever made them. The one chosen stands on top with a broad rim. */
  L.shapeMarks = function (rows, kinds, options) {
    return L.layerGroup(rows.map(function (row) {
      var kind = kinds[row[2]], isChosen = row[4] === 1;
      var mark = new Mark([row[0], row[1]], {
        shape: kind.shape, radius: kind.radius + (isChosen ? 3 : 0), weight: isChosen ? 4 : 1.5, pane: options.pane || "overlayPane",
        color: isChosen ? options.chosen : options.halo, fillColor: kind.colour, fillOpacity: kind.hollow ? 0.25 : 1
      });
      if (kind.hollow && !isChosen) { mark.setStyle({ color: kind.colour, weight: 2 }); }
      mark.bindTooltip(row[3], { direction: "top", offset: [0, -kind.radius] });
      return mark;
    }));
  };
})();
