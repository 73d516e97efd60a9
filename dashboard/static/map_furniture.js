/* What every map shows besides its data: a scale in metres, a north arrow, the time of the data, buttons that speak the reader's language.
   It also keeps names readable: of two that cover each other the less important waits for a closer look. */
(function () {
  "use strict";
  /* the most important first */
  var NAMES = [".station-late", ".station-control", ".station-name", ".area-name"];

  function covers(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

  function declutter(map) {
    var seen = new Set(), taken = [];
    NAMES.forEach(function (kind) {
      map.getContainer().querySelectorAll(kind).forEach(function (name) {
        /* one that is fading out counts no more */
        if (seen.has(name) || name.style.opacity === "0") { return; }
        seen.add(name);
        var box = name.getBoundingClientRect(), isCovered = taken.some(function (other) { return covers(box, other); });
        name.style.visibility = isCovered ? "hidden" : "visible";
        if (!isCovered) { taken.push(box); }
      });
    });
  }

  L.MapFurniture = L.Control.extend({
    options: { position: "bottomright", texts: {} },

    onAdd: function (map) {
      var texts = this.options.texts, zoom = map.zoomControl;
      L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
      if (zoom) { zoom._zoomInButton.title = texts.zoomIn; zoom._zoomOutButton.title = texts.zoomOut; }
      this._north(map, texts.north);
      this._declutter = function () { L.Util.requestAnimFrame(function () { declutter(map); }); };
      map.on("zoomend moveend resize tooltipopen layeradd", this._declutter);
      this._heat(map, texts.heat);
      var caption = L.DomUtil.create("div", "map-caption map-about");
      caption.textContent = texts.caption;
      return caption;
    },

    onRemove: function (map) { map.off("zoomend moveend resize tooltipopen layeradd", this._declutter); },

    /* Says that what is seen now is no longer a mark each, and how many the darkest place means. */
    _heat: function (map, text) {
      var note = L.control({ position: "bottomleft" }), dense = new Map();
      note.onAdd = function () {
        var box = L.DomUtil.create("div", "map-caption map-heat");
        box.hidden = true;
        return box;
      };
      note.addTo(map);
      map.on("pointsdrawn", function (event) {
        var box = note.getContainer(), most = 0;
        if (event.densest) { dense.set(event.layer, event.densest); } else { dense.delete(event.layer); }
        dense.forEach(function (value) { most = Math.max(most, value); });
        box.hidden = !most;
        box.textContent = most ? text.replace("#", most >= 10 ? Math.round(most) : most.toPrecision(2)) : "";
      });
    },

    _north: function (map, letter) {
      var north = L.control({ position: "topright" });
      north.onAdd = function () {
        var box = L.DomUtil.create("div", "map-north"), arrow = L.DomUtil.create("div", "map-north-arrow", box);
        arrow.innerHTML = '<svg viewBox="0 0 20 26" width="20" height="26" aria-hidden="true"><path d="M10 0 18 25 10 19 2 25Z" fill="currentColor"/></svg>';
        L.DomUtil.create("div", "map-north-letter", box).textContent = letter;
        return box;
      };
      north.addTo(map);
    }
  });
})();
