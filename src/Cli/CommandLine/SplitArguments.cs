using System.Collections.Immutable;

namespace Helios.Cli;

/// <summary>A verb's words, cut in two.</summary>
/// <param name="Options">The options, each one word: <c>--name</c> or <c>--name=value</c>.</param>
/// <param name="Rest">What is left: the payload's command, or the verb's own arguments.</param>
internal readonly record struct SplitArguments(ImmutableArray<string> Options, ImmutableArray<string> Rest);
