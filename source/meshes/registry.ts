import type {Mesh} from './contract.ts';
import {haproxy} from './haproxy/haproxy.ts';
import {ingressNginx} from './ingress-nginx/ingress-nginx.ts';
import {istio} from './istio/istio.ts';
import {kong} from './kong/kong.ts';
import {linkerd} from './linkerd/linkerd.ts';
import {traefik} from './traefik/traefik.ts';

/** Every metrics provider that perch reads. A new one is one file and one line here. */
export const meshes = [istio, linkerd, ingressNginx, haproxy, kong, traefik] as const satisfies readonly Mesh[];
