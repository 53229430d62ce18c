namespace Helios.Actors;

/// <summary>To all descendants.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    /// <summary>The usual instance.</summary>
    public static readonly SelectChildRecursive Instance = new();

    /// <inheritdoc/>
    public override string ToString() => "**";
}
