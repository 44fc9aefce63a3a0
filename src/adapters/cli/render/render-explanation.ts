import type { Explanation } from '../../../application/analysis/explanation.ts';
import type { SideReason } from '../../../application/analysis/release-side.ts';
import { explainMessages, reasonSentence } from '../i18n/explain-messages.ts';
import type { Language } from '../i18n/language.ts';
import { plain } from './text-layout.ts';

/** Each check with its result. */
export function renderExplanation(explanation: Explanation, language: Language): string {
  const { activityId, at, uid, zoneId, displayName, steps } = explanation;
  const messages = explainMessages[language];
  const who = uid === null ? messages.nobody : messages.user(uid, displayName, zoneId);
  const resultOf = (kind: Explanation['static']) => messages.results?.[kind] ?? kind;
  const lines = [
    messages.heading(activityId, at, who),
    ...steps.map(
      ({ check, passed, reason }) =>
        `  ${passed ? messages.passed : messages.failed}  ${messages.checks[check]}: ${reasonSentence(reason, language)}`,
    ),
    `static: ${resultOf(explanation.static)}`,
    `draw: ${resultOf(explanation.draw)}`,
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

/** The explanation for programs, with the sentences of `language`. */
export function explanationAsJson(explanation: Explanation, language: Language): object {
  const { activityId, at, source, releaseNo, side, uid, zoneId, displayName, steps } = explanation;
  return {
    activity_id: activityId,
    at,
    source,
    release: releaseNo,
    rollout: side && sideAsJson(side),
    uid,
    zone_id: zoneId,
    name: displayName,
    static: explanation.static,
    draw: explanation.draw,
    steps: steps.map(({ check, passed, reason }) => ({
      check,
      passed,
      why: reasonSentence(reason, language),
    })),
  };
}

function sideAsJson(side: SideReason): object {
  const { releaseNo: release, candidateNo: candidate, isCandidate, by } = side;
  const facts = { release, candidate, gets_candidate: isCandidate, by };
  switch (side.by) {
    case 'percent':
      return { ...facts, percent: side.percent, place: side.place };
    case 'users':
      return { ...facts, listed: side.listed };
    case 'zones':
      return { ...facts, zones: side.zones };
  }
}
