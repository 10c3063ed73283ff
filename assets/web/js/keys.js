// The key of an intention: made once, repeated on every retry.

/**
 * Make a key. crypto.randomUUID would do, but it is there only on secure pages,
 * and an office's network has plain http.
 */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
