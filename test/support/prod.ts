import {clusterId} from '../../source/domain/keys.ts';

/** The cluster of every test that needs one. */
export const prod = clusterId('prod');
