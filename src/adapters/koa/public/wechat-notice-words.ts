import type { PageLanguage } from '../../../domain/activities/page-choices.ts';

/** Why there was no login. */
export const NOTICES = ['snapshot', 'declined', 'state_refused', 'code_refused', 'away', 'outside'] as const;
export type Notice = (typeof NOTICES)[number];

export interface NoticeWords {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Points at what the app shows below the page. */
  readonly below?: string;
}

export interface LoginWords {
  readonly logInAgain: string;
  readonly toActivity: string;
  readonly notices: Readonly<Record<Notice, NoticeWords>>;
}

const zhCN: LoginWords = {
  logInAgain: '重新登录',
  toActivity: '返回活动',
  notices: {
    snapshot: {
      title: '请先使用完整服务',
      paragraphs: [
        '现在看到的是微信的页面快照，还不能登录。',
        '请点屏幕最下方的「使用完整服务」，再点下面的按钮登录。',
      ],
      below: '「使用完整服务」在这里',
    },
    declined: {
      title: '还没有登录',
      paragraphs: ['你没有同意登录。登录以后才能参加活动，奖品也会记在你的微信账号下。'],
    },
    state_refused: {
      title: '这次登录已失效',
      paragraphs: ['可能已经登录过，或者等得太久。请返回活动看看，没有登录就再登录一次。'],
    },
    code_refused: {
      title: '登录没有完成',
      paragraphs: ['微信给的登录凭证已经用过或过期了，再登录一次就好。'],
    },
    away: {
      title: '微信暂时没有回应',
      paragraphs: ['不是你的问题，请过一会儿再登录一次。'],
    },
    outside: {
      title: '请在微信中打开',
      paragraphs: [
        '这个活动用微信账号登录。请复制下面的地址，发到微信里（比如「文件传输助手」），再从微信里点开。',
      ],
    },
  },
};

const zhTW: LoginWords = {
  logInAgain: '重新登入',
  toActivity: '返回活動',
  notices: {
    snapshot: {
      title: '請先使用完整服務',
      paragraphs: [
        '現在看到的是微信的頁面快照，還不能登入。',
        '請點螢幕最下方的「使用完整服務」，再點下面的按鈕登入。',
      ],
      below: '「使用完整服務」在這裡',
    },
    declined: {
      title: '還沒有登入',
      paragraphs: ['你沒有同意登入。登入以後才能參加活動，獎品也會記在你的微信帳號下。'],
    },
    state_refused: {
      title: '這次登入已失效',
      paragraphs: ['可能已經登入過，或者等得太久。請返回活動看看，沒有登入就再登入一次。'],
    },
    code_refused: {
      title: '登入沒有完成',
      paragraphs: ['微信給的登入憑證已經用過或過期了，再登入一次就好。'],
    },
    away: {
      title: '微信暫時沒有回應',
      paragraphs: ['不是你的問題，請過一會兒再登入一次。'],
    },
    outside: {
      title: '請在微信中打開',
      paragraphs: ['這個活動用微信帳號登入。請複製下面的網址，傳到微信裡（例如傳給自己），再從微信裡點開。'],
    },
  },
};

const en: LoginWords = {
  logInAgain: 'Log in again',
  toActivity: 'Back to the activity',
  notices: {
    snapshot: {
      title: 'Use the full service first',
      paragraphs: [
        'WeChat shows you a preview of this page, in which you cannot log in.',
        'Tap “Use full service” (使用完整服务) at the very bottom of the screen, then log in with the button below.',
      ],
      // Of WeChat itself, in whatever language it is.
      below: 'Use full service (使用完整服务)',
    },
    declined: {
      title: 'You are not logged in yet',
      paragraphs: [
        'You did not agree to log in. You need to log in to take part, and your prizes are kept with your WeChat account.',
      ],
    },
    state_refused: {
      title: 'This login is no longer valid',
      paragraphs: [
        'You may be logged in already, or it took too long. Go back to the activity; if it asks for a login, log in again.',
      ],
    },
    code_refused: {
      title: 'The login was not completed',
      paragraphs: ['The code that WeChat gave was used before, or is too old. Please log in again.'],
    },
    away: {
      title: 'WeChat does not answer',
      paragraphs: ['It is not your fault. Please log in again in a moment.'],
    },
    outside: {
      title: 'Please open it in WeChat',
      paragraphs: [
        'You log in to this activity with your WeChat account. Copy the address below, send it in WeChat (to File Transfer, for example), and open it there.',
      ],
    },
  },
};

export const LOGIN_WORDS: Readonly<Record<PageLanguage, LoginWords>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
