import 'element-plus/theme-chalk/base.css';
import '../style/tokens.css';
import '../style/element.css';
import '../style/base.css';
import '../style/layout.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import { queryClient } from '../api/query-client.ts';
import { onSignedOut } from '../api/signals.ts';
import { language, tagOf } from '../i18n/language.ts';
import { i18n } from '../i18n/words.ts';
import ConsoleApp from './ConsoleApp.vue';
import { router } from './router.ts';
import { forgetSession, operator } from './session.ts';
import { applyTheme } from './theme.ts';

applyTheme();
document.documentElement.lang = tagOf(language.value);

onSignedOut(() => {
  if (!operator.value) return;
  forgetSession();
  const back = router.currentRoute.value.fullPath;
  void router.replace({ path: '/sign-in', query: { back, ended: '1' } });
});

const app = createApp(ConsoleApp).use(i18n).use(router).use(VueQueryPlugin, { queryClient });
// Until then, the page shows what stands in index.html.
void router.isReady().then(() => app.mount('#app'));
