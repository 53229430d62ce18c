using System.IO.Enumeration;

namespace Helios.Actors;

/// <summary>To the children whose names match, * for any letters and ? for one.</summary>
public class SelectChildPattern : SelectionPathElement
{
    /// <summary>Makes the step.</summary>
    public SelectChildPattern(string patternStr) => PatternStr = patternStr;

    /// <summary>The pattern.</summary>
    public string PatternStr { get; }

    /// <inheritdoc/>
    public override string ToString() => PatternStr;

    internal bool Matches(string name) => FileSystemName.MatchesSimpleExpression(PatternStr, name, ignoreCase: false);
}
