import { ref, watch } from 'vue';

const KEY = 'console.counter.place';

/** The shop, kept in this browser. */
export const place = ref(localStorage.getItem(KEY) ?? '');

watch(place, (name) => localStorage.setItem(KEY, name));
