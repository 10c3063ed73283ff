// Which calls a display shows and speaks: those of its room.

export class Scope {
  #counters;
  #services;

  /** @param room of the office; without one, everything belongs here. */
  constructor({ counters = [], services = [] } = {}) {
    this.#counters = new Set(counters);
    this.#services = new Set(services);
  }

  /** Whether a call to that counter for that service belongs here. */
  has({ counter, service }) {
    const serves = !this.#services.size || this.#services.has(service);
    return this.hasCounter(counter) && serves;
  }

  /** Whether calls to that counter may belong here. */
  hasCounter(id) {
    return !this.#counters.size || this.#counters.has(id);
  }

  /** The services for which people wait in the room. */
  services({ services, counters }) {
    const here = counters.filter(({ id }) => this.hasCounter(id));
    const everything = here.some((one) => !one.services.length);
    const served = new Set(here.flatMap((one) => one.services));
    return services.filter(
      ({ id }) =>
        (!this.#services.size || this.#services.has(id)) &&
        (!this.#counters.size || everything || served.has(id)),
    );
  }
}

/**
 * The scope of the room with that id. One that the office does not have shows and
 * speaks every call, so that nobody misses one.
 */
export function scopeOf(office, room) {
  return new Scope(office?.rooms.find(({ id }) => id === room));
}
