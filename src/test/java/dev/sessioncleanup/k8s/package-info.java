/** What the manifests and the image promise to Kubernetes. */
@NullMarked
package dev.sessioncleanup.k8s;

import org.jspecify.annotations.NullMarked;
