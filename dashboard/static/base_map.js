/* The ground below everything: the city's own layers out of one file of tiles, or tiles of a map service when a key was given. */
(function () {
  "use strict";
  var MAX_DATA_ZOOM = 14, TIANDITU = "https://t{s}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}" +
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}";

  function pane(map) {
    if (!map.getPane("base")) { map.createPane("base").style.zIndex = 150; map.getPane("base").style.pointerEvents = "none"; }
    return "base";
  }

  function wide(zoom, isMain) { return Math.max(0.5, (isMain ? 1.6 : 0.8) * Math.pow(1.35, zoom - 11)); }

  function rules(c) {
    var road = function (colour, more) {
      return new protomapsL.LineSymbolizer({
        color: function (zoom) { return zoom < 12 ? c.edge : colour; }, lineCap: "round", lineJoin: "round", opacity: 1,
        width: function (zoom, feature) { return wide(zoom, feature && feature.props.main) + more; }
      });
    };
    return [
      { dataLayer: "districts", symbolizer: new protomapsL.PolygonSymbolizer({ fill: c.land }) },
      { dataLayer: "water", symbolizer: new protomapsL.PolygonSymbolizer({ fill: c.water }), filter: function (z, f) { return f.geomType === 3; } },
      { dataLayer: "water", symbolizer: new protomapsL.LineSymbolizer({ color: c.water, width: 2, opacity: 1 }), filter: function (z, f) { return f.geomType === 2; } },
      { dataLayer: "roads", minzoom: 12, symbolizer: road(c.edge, 1.5) },
      { dataLayer: "roads", symbolizer: road(c.road, 0), filter: function (z, f) { return z >= 11 || f.props.main === 1; } }
    ];
  }

  L.baseMap = function (map, options) {
    if (options.key) {
      ["vec", "cva"].forEach(function (layer) {
        L.tileLayer(TIANDITU, { layer: layer, key: options.key, subdomains: "01234567", pane: pane(map), attribution: "", maxNativeZoom: 18 }).addTo(map);
      });
    } else if (options.url) {
      protomapsL.leafletLayer({
        url: options.url, pane: pane(map), attribution: "", maxDataZoom: MAX_DATA_ZOOM, paintRules: rules(options.colours), labelRules: []
      }).addTo(map);
    }
  };
})();
