import type { Words } from '../words.ts';

export const sheets: Words['sheets'] = {
  close: '關閉',
  copy: '複製',
  copied: '已複製',
  copyByHand: '請長按文字複製',
  myPrizes: '我的獎品',
  drawn: {
    shake: (today, total) => `今日已搖 ${today} 次 · 累計 ${total} 次`,
    other: (today, total) => `今日已抽 ${today} 次 · 累計 ${total} 次`,
  },
  noPrizes: '還沒有獎品，祝你好運',
  collect: '去領取',
  shown: (shown, total) => `已顯示 ${shown} 件，一共 ${total} 件`,
  loading: '正在查詢…',
  loadFailed: '暫時查不到，再試一次',
  loadMore: '查看更多',
  prizesTitle: '活動獎品',
  latestWins: '最新中獎',
  latestWin: (who, name) => `${who} 抽中 ${name}`,
};
