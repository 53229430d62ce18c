#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>How a kit fails a test in the words of its framework.</summary>
public interface ITestKitAssertions
{
    /// <summary>Fails the test.</summary>
    void Fail(string format = "", params object[] args);

    /// <summary>Fails the test unless the condition holds.</summary>
    void AssertTrue(bool condition, string format = "", params object[] args);

    /// <summary>Fails the test when the condition holds.</summary>
    void AssertFalse(bool condition, string format = "", params object[] args);

    /// <summary>Fails the test unless both are equal.</summary>
    void AssertEqual<T>(T expected, T actual, string format = "", params object[] args);

    /// <summary>Fails the test unless both are equal by a function.</summary>
    void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object[] args);
}
