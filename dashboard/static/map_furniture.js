/* What every map shows besides its data: a scale in metres, a north arrow, the time of the data, buttons that speak the reader's language. */
(function () {
  "use strict";
  L.MapFurniture = L.Control.extend({
    options: { position: "bottomright", texts: {} },

    onAdd: function (map) {
      var texts = this.options.texts, zoom = map.zoomControl;
      L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
      if (zoom) { zoom._zoomInButton.title = texts.zoomIn; zoom._zoomOutButton.title = texts.zoomOut; }
      this._north(map, texts.north);
      var caption = L.DomUtil.create("div", "map-caption");
      caption.textContent = texts.caption;
      return caption;
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
