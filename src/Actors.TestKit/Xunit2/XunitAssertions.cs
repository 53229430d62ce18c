#nullable disable annotations
using System.Globalization;
using Xunit;

namespace Helios.Actors.TestKit.Xunit2;

/// <summary>Fails tests of xunit.</summary>
public class XunitAssertions : ITestKitAssertions
{
    /// <inheritdoc/>
    public void Fail(string format = "", params object[] args) => Assert.Fail(Text(format, args));

    /// <inheritdoc/>
    public void AssertTrue(bool condition, string format = "", params object[] args) => Assert.True(condition, Text(format, args));

    /// <inheritdoc/>
    public void AssertFalse(bool condition, string format = "", params object[] args) => Assert.False(condition, Text(format, args));

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args)
        => AssertEqual(expected, actual, EqualityComparer<T>.Default.Equals, format, args);

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object[] args)
        => Assert.True(comparer(expected, actual), $"{Text(format, args)} Expected: {expected}, was: {actual}");

    private static string Text(string format, object[] args) => args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
}
