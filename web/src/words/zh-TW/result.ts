import type { Words } from '../words.ts';

export const result: Words['result'] = {
  /** Without any adornment. */
  plain: {
    won: (name) => `恭喜獲得${name}`,
    notWon: '這次沒有中獎',
    kept: '已放入「我的獎品」',
    close: '知道了',
  },
  wonTitle: { grand: '恭喜中大獎', fine: '恭喜中獎', small: '恭喜中獎', consolation: '送你一份心意' },
  kept: '已放入「我的獎品」，隨時可查看',
  notWonTitle: '這次沒有中獎',
  notWonAgain: '好運在路上，再試一次吧',
  notWonEarn: '做個小任務，還能再來一次',
  notWonLater: '今天的機會用完了，明天見',
  notWonLast: '謝謝參與，願好運常伴你',
  left: (count) => `還可抽 ${count} 次`,
  copyCode: '複製兌換碼',
  copied: '兌換碼已複製',
  copyByHand: '請長按上面的兌換碼複製',
  claim: '立即使用',
  gotIt: '知道了',
  close: '關閉',
  skip: '輕觸跳過',
  share: '分享',
  poster: '儲存海報',
  more: '更多',
  earn: {
    invite: (worth) => `邀請好友 +${worth} 次`,
    share: (worth) => `分享 +${worth} 次`,
    sign_in: (worth) => `簽到 +${worth} 次`,
  },
};
