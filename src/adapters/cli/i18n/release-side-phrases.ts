import type { SideReason } from '../../../application/analysis/release-side.ts';
import type { Language } from './language.ts';

function en(side: SideReason): string {
  const { isCandidate, releaseNo, candidateNo } = side;
  const [gets, candidate] = isCandidate
    ? [`release ${candidateNo}, the candidate`, 'the candidate']
    : [`release ${releaseNo}`, `the candidate, release ${candidateNo},`];
  switch (side.by) {
    case 'percent':
      return `${gets}: place ${side.place.toFixed(2)} of 100, ${candidate} takes those below ${side.percent}`;
    case 'users':
      return `${gets}: ${isCandidate ? '' : 'not '}among the ${side.listed === 1 ? '1 user who is' : `${side.listed} users who are`} listed${isCandidate ? '' : ` for release ${candidateNo}`}`;
    case 'zones': {
      const zones = side.zones.join(', ');
      const zone = side.zoneId === null ? 'no zone' : `zone ${side.zoneId}`;
      return `${gets}: ${zone}, and ${candidate} is for ${zones}`;
    }
  }
}

function zh(side: SideReason): string {
  const { isCandidate, releaseNo, candidateNo } = side;
  const candidate = `灰度版本（第 ${candidateNo} 版）`;
  const [gets, named] = isCandidate ? [candidate, '该版本'] : [`第 ${releaseNo} 版`, candidate];
  switch (side.by) {
    case 'percent':
      return `${gets}：用户位置 ${side.place.toFixed(2)}（共 100），${named}面向 ${side.percent} 以下`;
    case 'users':
      return `${gets}：${isCandidate ? '' : '不'}在${named}的 ${side.listed} 名指定用户之中`;
    case 'zones': {
      const zone = side.zoneId === null ? '没有区域' : `区域 ${side.zoneId}`;
      return `${gets}：${zone}，${named}面向 ${side.zones.join('、')}`;
    }
  }
}

/** Which release a user gets during a rollout, and why. */
export const releaseSidePhrases: Readonly<Record<Language, (side: SideReason) => string>> = { en, zh };
