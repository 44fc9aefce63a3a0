type Ids = readonly string[];

interface Orders {
  readonly base: Ids;
  readonly mine: Ids;
  readonly theirs: Ids;
}

/**
 * In which order the entries of a merged list stand. A side that has moved entries decides; what the other one has added
 * stands behind the same entry as there. Where both have moved some, and not alike, it is mine.
 * @param left the ids that the merged list has
 */
export function mergedOrder(
  { base, mine, theirs }: Orders,
  left: ReadonlySet<string>,
): { readonly ids: Ids; readonly isConflict: boolean } {
  const inAll = new Set(base.filter((id) => left.has(id) && mine.includes(id) && theirs.includes(id)));
  const [before, one, other] = [base, mine, theirs].map((ids) =>
    ids.filter((id) => inAll.has(id)).join('\n'),
  );
  const isConflict = one !== before && other !== before && one !== other;
  const leading = one === before ? theirs : mine;
  const ids = leading.filter((id) => inAll.has(id));
  const [ours, others] = [runsOf(mine, inAll, left), runsOf(theirs, inAll, left)];
  const all = [null, ...ids].flatMap((anchor) => [
    ...(anchor === null ? [] : [anchor]),
    ...joined(ours.get(anchor) ?? [], others.get(anchor) ?? []),
  ]);
  // What both have added in two places stands in the first one.
  return { ids: [...new Set(all)], isConflict };
}

/* What is not in all, behind the entry that it follows; `null`: at the begin. */
function runsOf(
  ids: Ids,
  inAll: ReadonlySet<string>,
  left: ReadonlySet<string>,
): ReadonlyMap<string | null, Ids> {
  const runs = new Map<string | null, string[]>();
  let anchor: string | null = null;
  for (const id of ids) {
    if (inAll.has(id)) anchor = id;
    else if (left.has(id)) runs.set(anchor, [...(runs.get(anchor) ?? []), id]);
  }
  return runs;
}

/* Whichever of the two is called mine, the order is the same. */
function joined(one: Ids, other: Ids): Ids {
  return one.join('\n') <= other.join('\n') ? [...one, ...other] : [...other, ...one];
}
