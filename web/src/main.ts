import { createApp } from 'vue';
import App from './App.vue';
import { takeAddress } from './activity/address.ts';
import './theme/styles.css';
import './theme/scene-parts.css';
import './theme/card-styles.css';

// First, so that no code that is loaded or rendered later can read the token in the address.
const address = takeAddress(window.location, window.history);

createApp(App, { address }).mount('#app');
