import { describeStates } from './support/states.ts';

describeStates(['small'], ['draws']);
