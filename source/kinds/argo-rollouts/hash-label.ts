export const HASH_LABEL = 'rollouts-pod-template-hash';
