// Instead of mergician: objects merged deeply, the later ones first.
const isPlain = (value) => typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

export const mergician = (...objects) =>
  objects.reduce((merged, one) => {
    for (const [key, value] of Object.entries(one)) merged[key] = isPlain(value) && isPlain(merged[key]) ? mergician(merged[key], value) : value;
    return merged;
  }, {});
