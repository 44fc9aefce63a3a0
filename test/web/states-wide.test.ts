import { describeStates } from './support/states.ts';

describeStates(['large', 'tablet']);
