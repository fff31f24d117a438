/** A ReplicaSet's name without the template hash at its end: the name of the Deployment or Rollout that made it. */
export function withoutHash(replicaSet: string): string {
	return replicaSet.replace(/-[^-]+$/, '');
}
