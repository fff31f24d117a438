/** A ReplicaSet's name without its end, the hash of its template: the name of the Deployment or Rollout that made it. */
export function withoutHash(replicaSet: string): string {
	return replicaSet.replace(/-[^-]+$/, '');
}
