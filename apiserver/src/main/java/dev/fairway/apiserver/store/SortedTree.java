package dev.fairway.apiserver.store;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A sorted map that never changes: `with` and `without` return a new map that shares all but O(log
/// n) nodes with this one, so keeping an old version costs next to nothing.
///
/// A weight-balanced tree: no subtree is more than three times as heavy as its sibling (the balance
/// of Adams with the parameters Hirai and Yamamoto proved right). Sizes make counting a range O(log
/// n).
final class SortedTree<K extends Comparable<K>, V> {
  private static final int DELTA = 3;
  private static final int GAMMA = 2;

  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int size) {
    static <K, V> Node<K, V> of(
        K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      return new Node<>(key, value, left, right, sizeOf(left) + sizeOf(right) + 1);
    }
  }

  private final @Nullable Node<K, V> root;

  private SortedTree(@Nullable Node<K, V> root) {
    this.root = root;
  }

  static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
    return new SortedTree<>(null);
  }

  int size() {
    return sizeOf(root);
  }

  Optional<V> get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return Optional.of(node.value);
      }
      node = order < 0 ? node.left : node.right;
    }
    return Optional.empty();
  }

  SortedTree<K, V> with(K key, V value) {
    return new SortedTree<>(put(root, key, value));
  }

  SortedTree<K, V> without(K key) {
    return new SortedTree<>(remove(root, key));
  }

  /// How many keys are less than `key`.
  int rank(K key) {
    int rank = 0;
    Node<K, V> node = root;
    while (node != null) {
      if (key.compareTo(node.key) <= 0) {
        node = node.left;
      } else {
        rank += sizeOf(node.left) + 1;
        node = node.right;
      }
    }
    return rank;
  }

  /// Hands out values in key order, from the first key that is not less than `from` (null: all)
  /// until `visit` returns false.
  void visit(@Nullable K from, Predicate<V> visit) {
    visit(root, from, visit);
  }

  private static <K extends Comparable<K>, V> boolean visit(
      @Nullable Node<K, V> node, @Nullable K from, Predicate<V> visit) {
    if (node == null) {
      return true;
    }
    if (from != null && from.compareTo(node.key) > 0) {
      return visit(node.right, from, visit);
    }
    return visit(node.left, from, visit)
        && visit.test(node.value)
        && visit(node.right, null, visit);
  }

  private static <K extends Comparable<K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return Node.of(key, value, null, null);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return Node.of(key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, put(node.left, key, value), node.right)
        : balanced(node, node.left, put(node.right, key, value));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null || node.right == null) {
      return node.left == null ? node.right : node.left;
    }
    Node<K, V> next = first(node.right);
    return balanced(next, node.left, remove(node.right, next.key));
  }

  private static <K, V> Node<K, V> first(Node<K, V> node) {
    Node<K, V> left = node.left;
    return left == null ? node : first(left);
  }

  /// A node with the entry of `middle` over two subtrees of which one may have changed by one.
  private static <K, V> Node<K, V> balanced(
      Node<K, V> middle, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (right != null && weight(right) > DELTA * weight(left)) {
      return leanLeft(middle, left, right);
    }
    if (left != null && weight(left) > DELTA * weight(right)) {
      return leanRight(middle, left, right);
    }
    return Node.of(middle.key, middle.value, left, right);
  }

  private static <K, V> Node<K, V> leanLeft(
      Node<K, V> middle, @Nullable Node<K, V> left, Node<K, V> right) {
    Node<K, V> inner = right.left;
    if (inner == null || weight(inner) < GAMMA * weight(right.right)) {
      return over(right, over(middle, left, inner), right.right);
    }
    return over(inner, over(middle, left, inner.left), over(right, inner.right, right.right));
  }

  private static <K, V> Node<K, V> leanRight(
      Node<K, V> middle, Node<K, V> left, @Nullable Node<K, V> right) {
    Node<K, V> inner = left.right;
    if (inner == null || weight(inner) < GAMMA * weight(left.left)) {
      return over(left, left.left, over(middle, inner, right));
    }
    return over(inner, over(left, left.left, inner.left), over(middle, inner.right, right));
  }

  private static <K, V> Node<K, V> over(
      Node<K, V> entry, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    return Node.of(entry.key, entry.value, left, right);
  }

  private static int weight(@Nullable Node<?, ?> node) {
    return sizeOf(node) + 1;
  }

  private static int sizeOf(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }
}
