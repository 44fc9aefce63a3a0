import { onBeforeUnmount, onMounted, ref } from 'vue';

const count = ref(0);

/** Counts a sheet as open while its component is mounted. Call it in the component's setup. */
export function countAsOpen(): void {
  onMounted(() => {
    count.value += 1;
  });
  onBeforeUnmount(() => {
    count.value -= 1;
  });
}

/** How many sheets lie over the page. */
export function openSheets(): number {
  return count.value;
}
