/**
 * Calls `make` once per object and keeps the result as long as the object lives. A changed file makes a new activity,
 * so results are made once per change and not once per request.
 */
export function memoizeByRef<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}
