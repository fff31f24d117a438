// Import the package only here, and this file lazily: a dynamic import of the package itself would bundle all
// its 20 MB.
export {KubeConfig} from '@kubernetes/client-node';
