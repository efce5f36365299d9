// SPDX-License-Identifier: EUPL-1.2
// The map that moves; without this the picture, the list and the table say the same.

const holder = document.getElementById("map");
const said = document.querySelector("[data-said]");
const { ink: INK, grey: GREY, paper: PAPER, second: SECOND } = holder.dataset;
const EMPTY = { type: "FeatureCollection", features: [] };

// A line from corner to corner of a tile, for the areas whose class is in doubt.
function hatch(ink, size = 8) {
  const data = new Uint8Array(size * size * 4);
  const colour = [1, 3, 5].map((at) => parseInt(ink.slice(at, at + 2), 16));
  for (let i = 0; i < size; i += 1) data.set([...colour, 0xff], (i * size + (size - 1 - i)) * 4);
  return { width: size, height: size, data };
}

function bounds(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part) => {
    if (typeof part[0] !== "number") return part.forEach(visit);
    box[0] = Math.min(box[0], part[0]);
    box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]);
    box[3] = Math.max(box[3], part[1]);
  };
  features.forEach((feature) => visit(feature.geometry.coordinates));
  return [[box[0], box[1]], [box[2], box[3]]];
}

const areas = (...more) => ["all", ["==", ["get", "kind"], "area"], ...more];

function style(data) {
  return {
    version: 8,
    sources: { places: { type: "geojson", data }, shown: { type: "geojson", data: EMPTY } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": PAPER } },
      { id: "areas", type: "fill", source: "places", filter: areas(), paint: { "fill-color": ["coalesce", ["get", "colour"], PAPER] } },
      { id: "doubt", type: "fill", source: "places", filter: areas(["get", "doubtful"]), paint: { "fill-pattern": ["get", "ink"], "fill-opacity": 0.6 } },
      { id: "borders", type: "line", source: "places", filter: areas(["!=", ["get", "colour"], null]), paint: { "line-color": GREY, "line-width": 0.7 } },
      { id: "unknown", type: "line", source: "places", filter: areas(["==", ["get", "colour"], null]), paint: { "line-color": GREY, "line-width": 1, "line-dasharray": [2, 2] } },
      { id: "schools", type: "circle", source: "places", filter: ["==", ["get", "kind"], "school"],
        paint: { "circle-radius": 5, "circle-color": PAPER, "circle-stroke-color": INK, "circle-stroke-width": 1.5 } },
      { id: "shown-area", type: "line", source: "shown", filter: areas(), paint: { "line-color": SECOND, "line-width": 3.5 } },
      { id: "shown-school", type: "circle", source: "shown", filter: ["==", ["get", "kind"], "school"],
        paint: { "circle-radius": 8, "circle-color": SECOND, "circle-stroke-color": PAPER, "circle-stroke-width": 2 } },
    ],
  };
}

function say(place) {
  const name = document.createElement("p"), words = document.createElement("p");
  name.className = "gm-map-said__name";
  name.textContent = place.name;
  words.textContent = place.words;
  const page = document.querySelector(`[data-show="${CSS.escape(`${place.kind}:${place.id}`)}"]`)?.parentElement.querySelector("a[data-page]");
  said.replaceChildren(name, words);
  if (page) {
    const line = document.createElement("p"), link = document.createElement("a");
    link.className = "nl-link";
    link.href = page.href;
    link.textContent = holder.dataset.page;
    line.append(link);
    said.append(line);
  }
  said.hidden = false;
}

function show(map, feature, move) {
  map.getSource("shown").setData(feature);
  say(feature.properties);
  if (!move) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.fitBounds(bounds([feature]), { padding: 60, maxZoom: 13.5, animate: !calm });
}

function listen(map, byKey) {
  map.on("click", (event) => {
    const hit = map.queryRenderedFeatures(event.point, { layers: ["schools", "areas"] })[0];
    if (hit) show(map, byKey.get(`${hit.properties.kind}:${hit.properties.id}`), false);
  });
  for (const layer of ["schools", "areas"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  for (const button of document.querySelectorAll("[data-show]")) {
    const feature = byKey.get(button.dataset.show);
    if (!feature) continue;
    button.hidden = false;
    const page = button.parentElement.querySelector("[data-page]");
    if (page?.tagName === "A") {
      page.setAttribute("aria-label", `${holder.dataset.page}: ${feature.properties.name}`);
      page.textContent = holder.dataset.page;
    } else page?.remove();
    button.addEventListener("click", () => {
      show(map, feature, true);
      holder.scrollIntoView({ block: "nearest" });
    });
  }
}

async function open() {
  const [library, answer] = await Promise.all([import(holder.dataset.library), fetch(holder.dataset.src)]);
  if (!answer.ok) return;
  const data = await answer.json();
  if (!data.features.length) return;
  library.setWorkerUrl(holder.dataset.worker);
  holder.dataset.moving = "";
  const map = new library.Map({
    container: holder,
    style: style(data),
    bounds: bounds(data.features),
    fitBoundsOptions: { padding: 20 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: false,
    locale: {
      "Map.Title": holder.dataset.canvas,
      "NavigationControl.ZoomIn": holder.dataset.zoomIn,
      "NavigationControl.ZoomOut": holder.dataset.zoomOut,
    },
  });
  map.addControl(new library.NavigationControl({ showCompass: false }));
  map.touchZoomRotate.disableRotation();
  map.scrollZoom.disable();
  map.on("load", () => listen(map, new Map(data.features.map((each) => [`${each.properties.kind}:${each.properties.id}`, each]))));
  for (const ink of [INK, PAPER]) map.addImage(ink, hatch(ink));
  map.once("idle", () => { holder.dataset.ready = ""; });
}

// A browser that cannot draw the map keeps the picture.
open().catch(() => { delete holder.dataset.moving; });
