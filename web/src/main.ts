import { createApp } from 'vue';
import App from './App.vue';
import { address, firstAnswer } from './first.ts';
import './theme/styles.css';
import './theme/scene-parts.css';
import './theme/card-styles.css';

createApp(App, { address, firstAnswer }).mount('#app');
