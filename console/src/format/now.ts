import { useNow } from '@vueuse/core';

/** The time now, for texts such as "3 minutes ago": one clock for the whole page, each 15 s. */
export const now = useNow({ interval: 15_000 });
