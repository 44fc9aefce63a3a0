import type { Words } from '../words.ts';

export const stages: Words['stages'] = {
  act: {
    shake: '點我搖一搖',
    wheel: '點我抽獎',
    grid: '點我抽獎',
    scratch: '點我刮獎',
    egg: '點我砸蛋',
    red_packet: '點我拆紅包',
  },
  acting: {
    shake: '搖獎中…',
    wheel: '抽獎中…',
    grid: '抽獎中…',
    scratch: '刮獎中…',
    egg: '砸蛋中…',
    red_packet: '拆紅包中…',
  },
  again: {
    shake: '再搖一次',
    wheel: '再抽一次',
    grid: '再抽一次',
    scratch: '再刮一張',
    egg: '再砸一個',
    red_packet: '再拆一個',
  },
  confirming: '結果確認中…',
  revealing: '直接看結果',
  hub: '抽',
  gridHub: '抽獎',
  noWin: '謝謝參與',
  title: '抽獎',
  usedUp: '機會已用完',
  left: (count) => `剩餘 ${count} 次機會`,
  leftOfThemEarned: (count) => `含獎勵 ${count} 次`,
  unlimited: '不限次數',
  nextChance: (when) => `下次機會：${when}`,
  thanks: '感謝參與',
  canEarn: '還可以做任務得機會',
  crowded: '服務繁忙，正在確認這次的結果，不會多扣機會',
  unsure: '網路不太順暢，正在確認這次的結果，不會多扣機會',
  motion: {
    off: '搖動已關閉，點按鈕也能搖',
    ask: '允許使用動作感測器，就能搖動手機參與',
    waiting: '搖動手機，或點按鈕',
    listening: '搖動手機，或點按鈕',
    refused: '未開啟動作權限，點按鈕一樣能搖',
    no_sensor: '目前裝置不支援搖一搖，點按鈕一樣能搖',
  },
  startShaking: '開啟搖一搖',
  motionSwitch: '搖動',
  soundSwitch: '聲音',
  scratch: {
    title: '好運刮刮卡',
    /** On the coating. */
    coat: '刮一刮',
    /** Under the coating, until the answer is here. */
    coming: '正在揭曉',
    notWon: '謝謝參與',
  },
  redPacket: {
    greeting: '好運連連',
    /** On the seal. */
    seal: '拆',
  },
};
