"""k-means and the measures of a clustering (REPORTS §4.6)."""

import numpy as np
import sklearn
from sklearn import cluster, datasets, decomposition, metrics

from reference import Reference

out = Reference("clusters", np, sklearn)


def scaled(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


iris = datasets.load_iris()
wine = datasets.load_wine()
out.put("kIris", iris.data)
out.put("kIrisTruth", iris.target)
out.put("kWine", wine.data)
out.put("kWineTruth", wine.target)
for name, data, truth in (("Iris", iris.data, iris.target),
                          ("IrisScaled", scaled(iris.data), iris.target),
                          ("WineScaled", scaled(wine.data), wine.target)):
    model = cluster.KMeans(3, n_init=200, tol=0, random_state=1).fit(data)
    labels = model.labels_
    silhouettes = metrics.silhouette_samples(data, labels)
    out.put(f"k{name}Labels", labels)
    out.put(f"k{name}Quality", [
        model.inertia_, metrics.silhouette_score(data, labels),
        metrics.calinski_harabasz_score(data, labels), metrics.davies_bouldin_score(data, labels),
        metrics.adjusted_rand_score(truth, labels), np.mean(silhouettes < 0)])
out.put("kIrisScaledInertia", [cluster.KMeans(k, n_init=200, tol=0, random_state=1)
                               .fit(scaled(iris.data)).inertia_ for k in range(1, 9)])
out.put("kIrisSilhouettes", metrics.silhouette_samples(iris.data, cluster.KMeans(
    3, n_init=200, tol=0, random_state=1).fit(iris.data).labels_))

pca = decomposition.PCA(2).fit(scaled(wine.data))
signs = np.sign(pca.components_[range(2), np.abs(pca.components_).argmax(axis=1)])
out.put("kWineLoadings", (pca.components_ * signs[:, None]).T)
out.put("kWineVariances", pca.explained_variance_)
out.put("kWineShares", pca.explained_variance_ratio_)
out.put("kWineScores", (pca.transform(scaled(wine.data)) * signs)[:5])
