declare module 'cluster-key-slot' {
  /** The slot of a key in Redis Cluster, from 0 up to 16,383. */
  export default function slotOf(key: string): number;
}
