import {clusterId} from '../../source/domain/cluster/keys.ts';

/** The cluster of every test that needs one. */
export const prod = clusterId('prod');
