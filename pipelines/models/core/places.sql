-- One row per delivered enterprise row, station, met station and complaint, with its place or the word that it has none.
select
    kind, source_key, lon, lat, x_m, y_m, place_quality, place_note, datum_used, district_code, district, township_code, township,
    proposed_lon, proposed_lat, convergence_deg
from site_places
union all
select
    kind, source_key, lon, lat, x_m, y_m, place_quality, place_note, datum_used, district_code, district, township_code, township,
    proposed_lon, proposed_lat, convergence_deg
from complaint_places
