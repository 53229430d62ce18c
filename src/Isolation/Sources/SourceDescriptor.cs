using Helios.Isolation.Hosts;

namespace Helios.Isolation.Sources;

/// <summary>A source as the child finds it.</summary>
/// <param name="Number">Its tree, which the child has been given; -1 where the child takes the tree itself, by the path.</param>
/// <param name="Path">Where it lies, without a link on the way.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct SourceDescriptor(int Number, string Path, PathKind Kind);
