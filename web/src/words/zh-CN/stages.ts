export const stages = {
  /** On the button. */
  act: {
    shake: '点我摇一摇',
    wheel: '点我抽奖',
    grid: '点我抽奖',
    scratch: '点我刮奖',
    egg: '点我砸蛋',
    red_packet: '点我拆红包',
  },
  acting: {
    shake: '摇奖中…',
    wheel: '抽奖中…',
    grid: '抽奖中…',
    scratch: '刮奖中…',
    egg: '砸蛋中…',
    red_packet: '拆红包中…',
  },
  /** After a result, while a chance is left. */
  again: {
    shake: '再摇一次',
    wheel: '再抽一次',
    grid: '再抽一次',
    scratch: '再刮一张',
    egg: '再砸一个',
    red_packet: '再拆一个',
  },
  confirming: '结果确认中…',
  revealing: '直接看结果',
  /** In the middle of the wheel and of the grid. */
  hub: '抽',
  gridHub: '抽奖',
  /** On a place of the wheel or of the grid. */
  noWin: '谢谢参与',
  title: '抽奖',
  usedUp: '机会已用完',
  left: (count: string) => `剩余 ${count} 次机会`,
  leftOfThemEarned: (count: string) => `含奖励 ${count} 次`,
  unlimited: '不限次数',
  nextChance: (when: string) => `下次机会：${when}`,
  thanks: '感谢参与',
  canEarn: '还可以做任务得机会',
  crowded: '服务繁忙，正在确认这次的结果，不会多扣机会',
  unsure: '网络不太顺畅，正在确认这次的结果，不会多扣机会',
  /** How one draws where the phone can be shaken. */
  motion: {
    off: '摇动已关闭，点按钮也能摇',
    ask: '允许使用动作传感器，就能摇动手机参与',
    waiting: '摇动手机，或点按钮',
    listening: '摇动手机，或点按钮',
    refused: '未开启动作权限，点按钮一样能摇',
    no_sensor: '当前设备不支持摇一摇，点按钮一样能摇',
  },
  startShaking: '开启摇一摇',
  motionSwitch: '摇动',
  soundSwitch: '声音',
  scratch: {
    title: '好运刮刮卡',
    /** On the coating. */
    coat: '刮一刮',
    /** Under the coating, until the answer is here. */
    coming: '正在揭晓',
    notWon: '谢谢参与',
  },
  redPacket: {
    greeting: '好运连连',
    /** On the seal. */
    seal: '拆',
  },
};
