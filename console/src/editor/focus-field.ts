import { groupOf } from './groups/group-of.ts';
import type { JsonPath } from './text/json-path.ts';

/** Takes the one who looks for a finding to its field, or to its group where the form has it folded. */
export function focusField(path: JsonPath): void {
  const group = document.getElementById(`group-${groupOf(path)}`);
  if (!group) return;
  for (const folded of group.querySelectorAll('details')) folded.open = true;
  const wrong = group.querySelector<HTMLElement>('[aria-invalid="true"], .finding');
  const target = wrong?.matches('input, textarea, select')
    ? wrong
    : (wrong?.closest('.field')?.querySelector<HTMLElement>('input, textarea, select') ?? wrong ?? group);
  target.scrollIntoView({ block: 'center', behavior: 'smooth' });
  (target.matches('input, textarea, select') ? target : group).focus({ preventScroll: true });
}
