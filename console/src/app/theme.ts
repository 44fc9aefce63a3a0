import { usePreferredDark } from '@vueuse/core';
import { computed, ref, watchEffect } from 'vue';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'console.theme';
const kept = localStorage.getItem(KEY);
const prefersDark = usePreferredDark();

/** As chosen; `system` follows the device. */
export const theme = ref<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

/** Whether the console is dark now; charts draw by it. */
export const isDark = computed(() => (theme.value === 'system' ? prefersDark.value : theme.value === 'dark'));

/** Keeps a choice. */
export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(KEY, chosen);
}

/** Shows the choice on the page, now and later. */
export function applyTheme(): void {
  watchEffect(() => document.documentElement.classList.toggle('dark', isDark.value), { flush: 'sync' });
}
