export const result = {
  /** Without any adornment. */
  plain: {
    won: (name: string) => `恭喜获得${name}`,
    notWon: '这次没有中奖',
    kept: '已放入“我的奖品”',
    close: '知道了',
  },
  /** Above a prize. */
  wonTitle: { grand: '恭喜中大奖', fine: '恭喜中奖', small: '恭喜中奖', consolation: '送你一份心意' },
  kept: '已放入“我的奖品”，随时可查看',
  notWonTitle: '这次没有中奖',
  notWonAgain: '好运在路上，再试一次吧',
  notWonEarn: '做个小任务，还能再来一次',
  notWonLater: '今天的机会用完了，明天见',
  notWonLast: '谢谢参与，愿好运常伴你',
  left: (count: string) => `还可抽 ${count} 次`,
  copyCode: '复制兑换码',
  copied: '兑换码已复制',
  copyByHand: '请长按上面的兑换码复制',
  claim: '立即使用',
  gotIt: '知道了',
  close: '关闭',
  skip: '轻触跳过',
  share: '分享',
  poster: '保存海报',
  more: '更多',
  earn: {
    invite: (worth: string) => `邀请好友 +${worth} 次`,
    share: (worth: string) => `分享 +${worth} 次`,
    sign_in: (worth: string) => `签到 +${worth} 次`,
  },
};
