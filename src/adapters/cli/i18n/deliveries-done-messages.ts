import type { Unmarked } from '../../../application/deliveries/mark-delivered.ts';
import type { DrawIdProblemCode } from '../input/draw-id-lines.ts';
import type { Language } from './language.ts';

/** Why a line, or an argument, was not marked. */
export type DoneProblem = Unmarked | { readonly kind: DrawIdProblemCode };

interface DoneMessages {
  readonly needsOne: string;
  unreadable(path: string, reason: string): string;
  delivered(count: number): string;
  already(count: number): string;
  unmarked(count: number): string;
  more(count: number): string;
  interrupted(done: number, reason: string): string;
  inLine(line: number, drawId: string | null, problem: string): string;
  given(drawId: string, problem: string): string;
  problem(problem: DoneProblem): string;
}

const en: DoneMessages = {
  needsOne: 'give draw ids, or --file FILE alone',
  unreadable: (path, reason) => `the file ${path} cannot be read: ${reason}`,
  delivered: (count) => `marked as delivered: ${count}`,
  already: (count) => `marked before, and left as they were: ${count}`,
  unmarked: (count) => `not marked: ${count}`,
  more: (count) => `… and ${count} more`,
  interrupted: (done, reason) => `stopped (done: ${done}): ${reason}; the same command finishes it`,
  inLine: (line, drawId, problem) => `line ${line}${drawId === null ? '' : `, ${drawId}`}: ${problem}`,
  given: (drawId, problem) => `${drawId}: ${problem}`,
  problem: (problem) => {
    switch (problem.kind) {
      case 'unknown':
        return 'there is no such win in the record store';
      case 'other_method':
        return problem.endpoint === null
          ? `it is not handed over by people, but by "${problem.method}"`
          : `its form is sent to the endpoint "${problem.endpoint}"`;
      case 'no_form':
        return 'the winner has not filled in the form';
      case 'failed':
        return 'the delivery has failed';
      case 'too_long':
        return 'is too long';
      case 'bad_quotes':
        return 'has quotes that do not fit together';
      case 'no_column':
        return 'has several columns, and no line above names one of them draw_id';
      case 'bad_id':
        return 'has no draw id';
    }
  },
};

const zh: DoneMessages = {
  needsOne: '请给出抽奖编号（draw_id），或仅用 --file FILE',
  unreadable: (path, reason) => `无法读取文件 ${path}：${reason}`,
  delivered: (count) => `已标记为 delivered：${count} 条`,
  already: (count) => `此前已标记、保持不变：${count} 条`,
  unmarked: (count) => `未能标记：${count} 条`,
  more: (count) => `…… 还有 ${count} 条`,
  interrupted: (done, reason) => `完成 ${done} 条后中断：${reason}；重新运行同一命令即可继续`,
  inLine: (line, drawId, problem) => `第 ${line} 行${drawId === null ? '' : ` ${drawId}`}：${problem}`,
  given: (drawId, problem) => `${drawId}：${problem}`,
  problem: (problem) => {
    switch (problem.kind) {
      case 'unknown':
        return '记录库中没有这条中奖';
      case 'other_method':
        return problem.endpoint === null
          ? `不由人工发放，发放方式为“${problem.method}”`
          : `其表单由回调地址“${problem.endpoint}”处理`;
      case 'no_form':
        return '中奖者尚未填写信息';
      case 'failed':
        return '发放已失败';
      case 'too_long':
        return '过长';
      case 'bad_quotes':
        return '引号不匹配';
      case 'no_column':
        return '有多列，但表头中没有 draw_id';
      case 'bad_id':
        return '没有抽奖编号';
    }
  },
};

export const doneMessages: Readonly<Record<Language, DoneMessages>> = { en, zh };
