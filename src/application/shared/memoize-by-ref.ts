/**
 * `make`, run once an object and remembered as long as the object lives. Activities are replaced when their
 * file changes, so what is made of one is made once a change and never a request.
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
